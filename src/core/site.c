/* What every page knows: the reader, the menu, the language, the notice of the last step. */
#include "base/log.h"
#include "core/app.h"
#include "core/session.h"
#include "core/user.h"

struct nav_item {
	str text, path;
	bool current;
};
static const struct field nav_fields[] = {
	FIELD(struct nav_item, text, KIND_TEXT),
	FIELD(struct nav_item, path, KIND_PATH),
	FIELD(struct nav_item, current, KIND_BOOL),
};
static const struct record nav_rec = RECORD("navigation", struct nav_item, nav_fields);

struct site {
	str language, product, user_name, role, centre_name, csrf, path, notice, css, js, language_other, language_path;
	str sign_in_path, recognition;
	bool signed_in, demo, error;
	struct list navigation;
};
static const struct field site_fields[] = {
	FIELD(struct site, language, KIND_TEXT),
	FIELD(struct site, product, KIND_TEXT),
	FIELD(struct site, user_name, KIND_TEXT),
	FIELD(struct site, role, KIND_CHOICE, .choices = &role_choices),
	FIELD(struct site, centre_name, KIND_TEXT),
	FIELD(struct site, csrf, KIND_TEXT),
	FIELD(struct site, path, KIND_PATH),
	FIELD(struct site, notice, KIND_TEXT),
	FIELD(struct site, css, KIND_PATH),
	FIELD(struct site, js, KIND_PATH),
	FIELD(struct site, language_other, KIND_TEXT),
	FIELD(struct site, language_path, KIND_PATH),
	FIELD(struct site, sign_in_path, KIND_PATH),
	FIELD(struct site, recognition, KIND_TEXT),
	FIELD(struct site, signed_in, KIND_BOOL),
	FIELD(struct site, demo, KIND_BOOL),
	FIELD(struct site, error, KIND_BOOL),
	FIELD(struct site, navigation, KIND_MANY, .of = &nav_rec),
};
static const struct record site_rec = RECORD("site", struct site, site_fields);
static const struct field root_fields[] = { FIELD(struct site_root, site, KIND_ONE, .maybe = true, .of = &site_rec) };
const struct record site_root_rec = RECORD("root", struct site_root, root_fields);

/* Whoever works in a KI has it first in the menu, one click away from everywhere. */
static bool fill_own_centre(struct cx *cx, str path, struct site *s)
{
	if (!cx->user || !cx->user->centre_slug.p)
		return false;
	struct nav_item *own = LIST_ADD(cx->mem, &s->navigation, struct nav_item);
	own->text = word(cx->words, cx->mem, "nav.own_centre");
	own->path = str_print(cx->mem, "/centres/" STR_FMT, STR_ARG(cx->user->centre_slug));
	str rest = str_part(path, own->path.n, SIZE_MAX);
	own->current = str_starts(path, own->path.p) && (rest.n == 0 || rest.p[0] == '/');
	return own->current;
}

static void fill_navigation(struct cx *cx, str path, struct site *s)
{
	bool in_own = fill_own_centre(cx, path, s);
	for (const struct feature *const *f = cx->app->config.features; *f; f++)
		for (const struct navigation *n = (*f)->navigation; n && n->word; n++) {
			if (!user_may(cx->user, n->right))
				continue;
			*LIST_ADD(cx->mem, &s->navigation, struct nav_item) =
			        (struct nav_item){ .text = word(cx->words, cx->mem, n->word),
				                   .path = str_of(n->path),
				                   .current = !in_own && str_starts(path, n->path) };
		}
}

err face_on(struct cx *cx, const struct tenant *centre, day on, struct face *ret)
{
	*ret = (struct face){ 0 };
	for (const struct feature *const *f = cx->app->config.features; *f; f++)
		if ((*f)->face)
			TRY((*f)->face(cx, centre, on, ret));
	if (!ret->name.p)
		ret->name = centre->name;
	return OK;
}

err request_face(struct cx *cx, const struct request *rq, const struct face **ret)
{
	if (!rq->face->name.p)
		TRY(face_on(cx, &rq->centre, cx->today, rq->face));
	*ret = rq->face;
	return OK;
}

static err fill_face(struct cx *cx, struct site *s)
{
	const struct face *face;
	if (!cx->request || cx->request->centre.id == 0 || !cx->db)
		return OK;
	TRY(request_face(cx, cx->request, &face));
	s->centre_name = face->name;
	s->recognition = face->recognition;
	return OK;
}

/* A link that comes back here: "/login?to=%2Fcentres%2Fcoesfeld". */
static str link_back(struct arena *a, const char *target, str here)
{
	struct text t = TEXT(a);
	text_c(&t, target);
	text_c(&t, "?to=");
	text_url(&t, here);
	return text_str(&t);
}

/* What is said after a step: "notice.signed_out", "sites.done_move". A forged cookie puts no other words on the page.
 */
static bool is_notice(const struct words *w, str key)
{
	str rest = key;
	str area = str_split(&rest, '.');
	return (str_is(area, "notice") || str_starts(rest, "done")) && words_has(w, key);
}

err site_fill(struct cx *cx, const struct req *rq, int status, struct site_root *ret)
{
	struct site *s = NEW(cx->mem, struct site);
	bool german = str_is(str_of(words_language(cx->words)), "de");
	str notice = pairs_get(&rq->cookies, COOKIE_NOTICE);
	s->language = str_of(words_language(cx->words));
	s->product = S("Scharnier");
	s->path = rq->target.p ? rq->target : rq->path;
	s->css = asset_path(cx->mem, "site.css");
	s->js = asset_path(cx->mem, "site.js");
	s->language_other = german ? S("English") : S("Deutsch");
	s->language_path = link_back(cx->mem, german ? "/language/en" : "/language/de", s->path);
	s->sign_in_path = link_back(cx->mem, "/login", s->path);
	s->demo = app_is_demo(cx);
	s->error = status >= 400;
	if (is_notice(cx->words, notice))
		s->notice = word(cx->words, cx->mem, str_c(cx->mem, notice));
	if (cx->user) {
		s->signed_in = true;
		s->user_name = cx->user->name;
		s->role = cx->user->role;
		s->csrf = session_form_token(cx);
	}
	fill_navigation(cx, rq->path, s);
	TRY(fill_face(cx, s));
	ret->site = s;
	return OK;
}
