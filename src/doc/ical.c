#include "doc/ical.h"

#include <libical/ical.h>

static icaltimetype utc(instant t)
{
	return icaltime_from_timet_with_zone((time_t)(t.ms / 1000), 0, icaltimezone_get_utc_timezone());
}

static void add(icalcomponent *c, icalproperty *p)
{
	icalcomponent_add_property(c, p);
}

static icalcomponent *event_of(struct arena *a, const struct ical_event *e)
{
	icalcomponent *c = icalcomponent_new(ICAL_VEVENT_COMPONENT);
	add(c, icalproperty_new_uid(str_c(a, e->uid)));
	add(c, icalproperty_new_dtstamp(utc(e->stamp)));
	add(c, icalproperty_new_dtstart(utc(e->starts)));
	add(c, icalproperty_new_dtend(utc(e->ends)));
	add(c, icalproperty_new_sequence((int)e->sequence));
	add(c, icalproperty_new_summary(str_c(a, e->summary)));
	if (e->location.p)
		add(c, icalproperty_new_location(str_c(a, e->location)));
	if (e->description.p)
		add(c, icalproperty_new_description(str_c(a, e->description)));
	if (e->organizer.p)
		add(c, icalproperty_new_organizer(str_c(a, str_print(a, "mailto:" STR_FMT, STR_ARG(e->organizer)))));
	add(c, icalproperty_new_status(e->cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	return c;
}

static icalcomponent *calendar_of(icalproperty_method method)
{
	icalcomponent *all = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
	add(all, icalproperty_new_version("2.0"));
	add(all, icalproperty_new_prodid("-//Scharnier//Sprachmittlung//DE"));
	add(all, icalproperty_new_method(method));
	return all;
}

/* Ends the calendar. */
static str text_of(struct arena *a, icalcomponent *all)
{
	char *out = icalcomponent_as_ical_string_r(all);
	str text = str_copy(a, str_of(out));
	icalmemory_free_buffer(out);
	icalcomponent_free(all);
	return text;
}

str ical_calendar(struct arena *a, str name, const struct list *events)
{
	icalcomponent *all = calendar_of(ICAL_METHOD_PUBLISH);
	if (name.p) {
		icalproperty *title = icalproperty_new_x(str_c(a, name));
		icalproperty_set_x_name(title, "X-WR-CALNAME");
		add(all, title);
	}
	LIST_EACH (const struct ical_event, e, events)
		icalcomponent_add_component(all, event_of(a, e));
	return text_of(a, all);
}

str ical_cancellation(struct arena *a, const struct ical_event *e)
{
	icalcomponent *all = calendar_of(ICAL_METHOD_CANCEL);
	struct ical_event back = *e;
	back.cancelled = true;
	icalcomponent_add_component(all, event_of(a, &back));
	return text_of(a, all);
}
