#include "doc/pdf_metadata.h"

#include <string.h>

/* The text string after "/Name (", with its nested brackets; absent if there is none. */
static str info_text(str info, const char *name)
{
	const char *at = info.n ? memmem(info.p, info.n, name, strlen(name)) : NULL;
	size_t begin = at ? (size_t)(at - info.p) + strlen(name) : info.n;
	int depth = 1;
	for (size_t i = begin; i < info.n; i++) {
		depth += info.p[i] == '(' ? 1 : info.p[i] == ')' ? -1 : 0;
		if (depth == 0)
			return str_part(info, begin, i);
	}
	return STR_NONE;
}

/* D:20261126211658Z or D:20261126211658+01'00 as 2026-11-26T21:16:58Z or ...+01:00; absent if it is neither. */
static str iso_time(struct arena *a, str d)
{
	if (d.n < 17 || !str_starts(d, "D:"))
		return STR_NONE;
	for (size_t i = 2; i < 16; i++)
		if (d.p[i] < '0' || d.p[i] > '9')
			return STR_NONE;
	str zone = S("Z");
	if (d.p[16] != 'Z' && d.n >= 22)
		zone = str_print(a, "%.3s:%.2s", d.p + 16, d.p + 20);
	return str_print(a, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s" STR_FMT, d.p + 2, d.p + 6, d.p + 8, d.p + 10, d.p + 12,
	                 d.p + 14, STR_ARG(zone));
}

static void element(struct text *x, const char *before, str text, const char *after)
{
	if (!text.n)
		return;
	text_c(x, before);
	text_html(x, text);
	text_c(x, after);
	text_c(x, "\n");
}

str pdf_metadata(struct arena *a, const struct pdf_said *said, str info)
{
	struct text x = TEXT(a);
	text_c(&x, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	           "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
	           "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	           "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
	           " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
	           " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" "
	           "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
	           "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>\n"
	           "<pdfuaid:part>1</pdfuaid:part>\n");
	element(&x, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", said->title,
	        "</rdf:li></rdf:Alt></dc:title>");
	element(&x, "<dc:creator><rdf:Seq><rdf:li>", said->author, "</rdf:li></rdf:Seq></dc:creator>");
	element(&x, "<dc:language><rdf:Bag><rdf:li>", said->language, "</rdf:li></rdf:Bag></dc:language>");
	element(&x, "<pdf:Producer>", info_text(info, "/Producer ("), "</pdf:Producer>");
	element(&x, "<xmp:CreateDate>", iso_time(a, info_text(info, "/CreationDate (")), "</xmp:CreateDate>");
	/* PDF/A knows its own extension schema for PDF/UA (ISO 19005-2, 6.6.2.3.3). */
	text_c(&x,
	       "</rdf:Description>\n"
	       "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
	       " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
	       " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
	       "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
	       "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
	       "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
	       "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
	       "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
	       "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
	       "<pdfaProperty:category>internal</pdfaProperty:category>\n"
	       "<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\n"
	       "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
	       "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>");
	return text_str(&x);
}
