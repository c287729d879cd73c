/* letter.h -- the pages of a letter: what stands on each page, and the flow of lines over them; for src/doc only. */
#ifndef DOC_LETTER_H
#define DOC_LETTER_H
#include "doc/doc.h"
#include "doc/pen.h"

/* DIN 5008, form B, in millimetres from the edges of the page. */
#define LETTER_LEFT MM(25.0)
#define LETTER_WIDTH (PAGE_WIDTH - MM(25.0) - MM(20.0))
#define LETTER_BOTTOM (PAGE_HEIGHT - MM(27.0))

struct letter {
	struct pen pen;
	struct arena *mem;
	const struct doc_letter *said;
	int pages;         /* of the whole letter; 0 while they are counted */
	double page_start; /* y where the text of this page begins */
};

void letter_first_page(struct letter *l); /* head, address field, information block, subject */
void letter_next_page(struct letter *l);
void letter_finish_page(struct letter *l); /* the foot */
/* Makes sure that `height` points are left on the page, unless the page is still empty. True: a new page was begun. */
bool letter_room(struct letter *l, double height);

/* What must stay together at the beginning of the rows at said->lines[i], in points; 0 if there are no rows. */
double letter_rows_begin(const struct letter *l, size_t i);
/* Lays out the run of rows that begins at said->lines[i]; returns the index after it. */
size_t letter_rows(struct letter *l, size_t i);
#endif
