#include "features/staff/staff_demo_people.h"

#include "base/arena.h"

/* Given and family names that go together; the share says how often one meets them in a municipal office. */
#define COUNT(list) ((int)(sizeof(list) / sizeof *(list)))
static const char *const german_given[] = {
	"Anja",  "Birgit",  "Carola", "Christiane", "Daniela",   "Dirk",    "Elke",   "Frauke",  "Friederike",
	"Georg", "Gesa",    "Gudrun", "Hannah",     "Heike",     "Hendrik", "Ingo",   "Jana",    "Jens",
	"Jörg",  "Judith",  "Jutta",  "Kathrin",    "Kerstin",   "Kirsten", "Lars",   "Lena",    "Lukas",
	"Maike", "Marion",  "Markus", "Martina",    "Matthias",  "Meike",   "Miriam", "Monika",  "Nadine",
	"Nils",  "Petra",   "Ralf",   "Sabine",     "Sebastian", "Silke",   "Stefan", "Susanne", "Svenja",
	"Tanja", "Theresa", "Thomas", "Tobias",     "Ulrike",    "Ute",     "Verena", "Wiebke",  "Yvonne"
};
static const char *const german_family[] = {
	"Ahlers",     "Althoff",   "Becker",     "Berghaus",       "Böckmann",      "Bongartz",        "Brinkmann",
	"Brüggemann", "Büscher",   "Dahlhoff",   "Dickhut",        "Dreier",        "Eickhoff",        "Engels",
	"Esser",      "Feldkamp",  "Finke",      "Gerdes",         "Giesen",        "Grothe",          "Hagemann",
	"Heimann",    "Hövelmann", "Hüsing",     "Jansen",         "Kemper",        "Kleine-Wortmann", "Köster",
	"Krämer",     "Kreutz",    "Lammers",    "Lindner",        "Lütke-Dalhaus", "Mertens",         "Möllers",
	"Nießen",     "Nolte",     "Overbeck",   "Pieper",         "Prinz",         "Rademacher",      "Reinders",
	"Rensing",    "Schäfer",   "Schlüter",   "Schulte-Ebbert", "Siebert",       "Sommer",          "Stratmann",
	"Tenbrink",   "Theißen",   "Uhlenbrock", "Vennemann",      "Voß",           "Wenning",         "Wessels",
	"Wiesner",    "Wolters",   "Zumbusch",   "Zurhausen"
};
static const char *const turkish_given[] = { "Aylin", "Ayşe",   "Burak", "Deniz", "Elif",   "Emre",
	                                     "Gülay", "Hatice", "Kemal", "Selin", "Yasemin" };
static const char *const turkish_family[] = { "Acar",  "Aydın", "Çelik",  "Demirtaş", "Doğan",
	                                      "Güneş", "Kılıç", "Öztürk", "Şahin",    "Yıldırım" };
static const char *const arabic_given[] = { "Amal",  "Bassam", "Fadi", "Hala",  "Khaled",
	                                    "Layla", "Mariam", "Nour", "Rania", "Samir" };
static const char *const arabic_family[] = { "Abdallah", "al-Hamwi", "Bakri",   "Darwish", "El Amrani",
	                                     "Haddad",   "Khoury",   "Mansour", "Saleh" };
static const char *const polish_given[] = { "Agnieszka", "Beata",  "Ewa",        "Grzegorz", "Joanna",
	                                    "Katarzyna", "Łukasz", "Małgorzata", "Piotr" };
static const char *const polish_family[] = { "Dąbrowski", "Jankowska", "Kowalczyk", "Lewandowski",
	                                     "Nowak",     "Szymańska", "Wójcik",    "Zieliński" };
static const char *const slavic_given[] = { "Aleksandra", "Dmytro", "Irina",   "Ivana", "Natalia",
	                                    "Oksana",     "Olena",  "Tatjana", "Viktor" };
static const char *const slavic_family[] = { "Bondarenko", "Hadžić",   "Ivanova",       "Kovačević",
	                                     "Melnyk",     "Petrenko", "Schneidmiller", "Tkatschenko" };
static const char *const persian_given[] = {
	"Arash", "Azadeh", "Dilan", "Farid", "Nasrin", "Parwin", "Rojda", "Shirin"
};
static const char *const persian_family[] = {
	"Ahmadi", "Azizi", "Barzani", "Ebrahimi", "Hosseini", "Karimi", "Rostami"
};
static const char *const southern_given[] = { "Chiara",       "Eleni", "Giovanni", "Inês",
	                                      "Konstantinos", "Luca",  "María",    "Sofia" };
static const char *const southern_family[] = { "Bianchi",   "Costa",        "Dimitriadis", "Esposito",
	                                       "Fernández", "Papadopoulou", "Romano" };
static const char *const african_given[] = { "Abena", "Fatou", "Kwame", "Mai", "Selam", "Thi Lan", "Yonas" };
static const char *const african_family[] = { "Asante", "Diallo", "Mensah", "Nguyen", "Tesfaye", "Tran" };

static const struct {
	int percent;
	const char *const *given, *const *family;
	int n_given, n_family;
} origins[] = {
	{ 66, german_given, german_family, COUNT(german_given), COUNT(german_family) },
	{ 11, turkish_given, turkish_family, COUNT(turkish_given), COUNT(turkish_family) },
	{ 6, polish_given, polish_family, COUNT(polish_given), COUNT(polish_family) },
	{ 5, slavic_given, slavic_family, COUNT(slavic_given), COUNT(slavic_family) },
	{ 4, arabic_given, arabic_family, COUNT(arabic_given), COUNT(arabic_family) },
	{ 3, southern_given, southern_family, COUNT(southern_given), COUNT(southern_family) },
	{ 3, persian_given, persian_family, COUNT(persian_given), COUNT(persian_family) },
	{ 2, african_given, african_family, COUNT(african_given), COUNT(african_family) },
};

struct demo_name demo_name(struct chance *c)
{
	int at = chance_below(c, 100), i = 0;
	while (i < COUNT(origins) - 1 && at >= origins[i].percent)
		at -= origins[i++].percent;
	const char *given = origins[i].given[chance_below(c, origins[i].n_given)];
	return (struct demo_name){ origins[i].family[chance_below(c, origins[i].n_family)], given };
}

str demo_school(struct arena *a, struct chance *c, str place)
{
	static const char *const schools[] = { "Städtische Realschule",
		                               "Gesamtschule",
		                               "Gemeinschaftsgrundschule Am Park",
		                               "Sekundarschule",
		                               "Berufskolleg",
		                               "Städtisches Gymnasium",
		                               "Katholische Grundschule St. Martin",
		                               "Hauptschule am Stadtwald",
		                               "Grundschule An der Linde" };
	return str_print(a, "%s, " STR_FMT, schools[chance_below(c, COUNT(schools))], STR_ARG(place));
}
