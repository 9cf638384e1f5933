#include <gmime/gmime.h>
#include <stdbool.h>
#include <string.h>

// What is read of a message at most: what lies beyond is in its bytes alone. Every part costs the parser a thousand
// bytes of memory and every field hundreds; and it takes addresses apart in a time that grows with the square of their
// number.
enum {
  CGMIME_LEAVES = 1000,
  CGMIME_DEPTH = 40,
  CGMIME_FIELDS = 20000,
  // Bytes of one field, and of those of all parts.
  CGMIME_FIELD = 1 << 15,
  CGMIME_HEADERS = 1 << 18,
};

// The bytes of a message, which end for the parser where there are too many parts or fields, or nobody waits.
typedef struct {
  GMimeStreamMem memory;
  void *context;
  bool (*goes_on)(void *context);
  int parts;
  int fields;
  size_t headers;
  bool is_cut;
  bool has_ended;
} cgmime_source;

static inline ssize_t cgmime_source_read(GMimeStream *stream, char *place, size_t room) {
  cgmime_source *source = (cgmime_source *)stream;
  if (!source->is_cut && source->goes_on && !source->goes_on(source->context)) source->is_cut = true;
  GMimeStreamClass *memory = (GMimeStreamClass *)g_type_class_peek_static(GMIME_TYPE_STREAM_MEM);
  if (!source->is_cut) return memory->read(stream, place, room);
  stream->bound_end = stream->position;
  if (source->has_ended || room < 2) return 0;
  // A header that ends within the name of a field would be none at all.
  source->has_ended = true;
  memcpy(place, "\n\n", 2);
  return 2;
}

// The parser asks once for every part that has no parts.
static inline GMimeStream *cgmime_source_substream(GMimeStream *stream, gint64 start, gint64 end) {
  cgmime_source *source = (cgmime_source *)stream;
  if (++source->parts > CGMIME_LEAVES) source->is_cut = true;
  GMimeStreamClass *memory = (GMimeStreamClass *)g_type_class_peek_static(GMIME_TYPE_STREAM_MEM);
  return memory->substream(stream, start, end);
}

// The parser asks once for every field of every part, before it makes anything of its value, which is a copy that it
// owns.
static inline void cgmime_source_field(
  GMimeParser *parser, const char *name, const char *value, gint64 offset, gpointer context) {
  cgmime_source *source = (cgmime_source *)context;
  size_t length = strlen(value);
  size_t room = CGMIME_HEADERS - source->headers;
  if (room > CGMIME_FIELD) room = CGMIME_FIELD;
  if (length > room) {
    ((char *)value)[room] = '\0';
    length = room;
    source->is_cut = true;
  }
  source->headers += length;
  if (++source->fields > CGMIME_FIELDS) source->is_cut = true;
}

static inline void cgmime_source_class(gpointer class, gpointer data) {
  ((GMimeStreamClass *)class)->read = cgmime_source_read;
  ((GMimeStreamClass *)class)->substream = cgmime_source_substream;
}

// To be called once, before all else.
static inline void cgmime_start(void) {
  g_mime_init();
  g_type_register_static_simple(GMIME_TYPE_STREAM_MEM, "CGMimeSource", sizeof(GMimeStreamMemClass),
    cgmime_source_class, sizeof(cgmime_source), NULL, (GTypeFlags)0);
  // Letters of a header that nobody has encoded.
  const char *charsets[] = {"utf-8", "windows-1251", NULL};
  g_mime_parser_options_set_fallback_charsets(g_mime_parser_options_get_default(), charsets);
}

// A message of RFC 5322 with the leaves of its MIME tree (RFC 2045), read once. Texts are UTF-8 and live as long as it.
typedef struct {
  GMimeMessage *message;
  GPtrArray *leaves;
  GArray *alternatives;
  // More leaves than are listed, a tree that is deeper than is followed, or a header that is longer than is read.
  bool is_cut;
} cgmime_message;

static inline void cgmime_walk(cgmime_message *mail, GMimeObject *part, int alternative, int depth) {
  if (!part) return;
  if (mail->leaves->len >= CGMIME_LEAVES || depth > CGMIME_DEPTH) {
    mail->is_cut = true;
    return;
  }
  if (GMIME_IS_MULTIPART(part)) {
    GMimeMultipart *multipart = (GMimeMultipart *)part;
    GMimeContentType *type = g_mime_object_get_content_type(part);
    // The parts of one alternative say the same; each alternative has a number of its own.
    if (type && g_mime_content_type_is_type(type, "multipart", "alternative"))
      alternative = (int)mail->leaves->len + 1;
    int count = g_mime_multipart_get_count(multipart);
    for (int index = 0; index < count; index++)
      cgmime_walk(mail, g_mime_multipart_get_part(multipart, index), alternative, depth + 1);
    return;
  }
  g_ptr_array_add(mail->leaves, part);
  g_array_append_val(mail->alternatives, alternative);
}

// Null where the bytes do not begin with a field of a header. What asks whether to go on may be null; it is asked only
// until this returns.
static inline cgmime_message *cgmime_open(
  const char *bytes, size_t length, void *context, bool (*goes_on)(void *context)) {
  cgmime_source *source = (cgmime_source *)g_object_new(g_type_from_name("CGMimeSource"), NULL);
  GMimeStream *stream = (GMimeStream *)source;
  g_mime_stream_construct(stream, 0, (gint64)length);
  source->memory.buffer = g_byte_array_sized_new((guint)length + 2);
  source->memory.owner = true;
  g_byte_array_append(source->memory.buffer, (const guint8 *)bytes, (guint)length);
  // Parts may reach as far behind the end as the lines that are put there.
  g_byte_array_append(source->memory.buffer, (const guint8 *)"\n\n", 2);
  source->context = context;
  source->goes_on = goes_on;
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  g_mime_parser_set_header_regex(parser, ".", cgmime_source_field, source);
  GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
  bool is_cut = source->is_cut;
  g_object_unref(parser);
  g_object_unref(stream);
  if (!message) return NULL;
  cgmime_message *mail = g_new0(cgmime_message, 1);
  mail->message = message;
  mail->leaves = g_ptr_array_new();
  mail->alternatives = g_array_new(false, false, sizeof(int));
  mail->is_cut = is_cut;
  cgmime_walk(mail, g_mime_message_get_mime_part(message), 0, 0);
  return mail;
}

static inline void cgmime_close(cgmime_message *mail) {
  g_ptr_array_free(mail->leaves, true);
  g_array_free(mail->alternatives, true);
  g_object_unref(mail->message);
  g_free(mail);
}

static inline int cgmime_field_count(cgmime_message *mail) {
  return g_mime_header_list_get_count(g_mime_object_get_header_list((GMimeObject *)mail->message));
}

// The first field of the name, decoded (RFC 2047); null for none.
static inline const char *cgmime_field(cgmime_message *mail, const char *name) {
  return g_mime_object_get_header((GMimeObject *)mail->message, name);
}

// Seconds since 1970, or -1 where no date is told.
static inline long long cgmime_date(cgmime_message *mail) {
  GDateTime *date = g_mime_message_get_date(mail->message);
  return date ? g_date_time_to_unix(date) : -1;
}

// Calls back with every identifier of a field such as References, without brackets.
static inline void cgmime_identifiers(
  const char *text, void *context, void (*take)(void *context, const char *identifier)) {
  GMimeReferences *references = g_mime_references_parse(NULL, text);
  if (!references) return;
  int count = g_mime_references_length(references);
  for (int index = 0; index < count; index++)
    take(context, g_mime_references_get_message_id(references, index));
  g_mime_references_free(references);
}

static inline void cgmime_list(
  InternetAddressList *list, int depth, void *context,
  void (*take)(void *context, const char *name, const char *address)) {
  int count = list ? internet_address_list_length(list) : 0;
  for (int index = 0; index < count; index++) {
    InternetAddress *address = internet_address_list_get_address(list, index);
    if (INTERNET_ADDRESS_IS_MAILBOX(address))
      take(context, internet_address_get_name(address),
        internet_address_mailbox_get_addr((InternetAddressMailbox *)address));
    else if (INTERNET_ADDRESS_IS_GROUP(address) && depth < CGMIME_DEPTH)
      cgmime_list(internet_address_group_get_members((InternetAddressGroup *)address), depth + 1, context, take);
  }
}

// Calls back with every mailbox of all fields of a kind, those of groups included; the name may be null.
static inline void cgmime_addresses(
  cgmime_message *mail, GMimeAddressType kind, void *context,
  void (*take)(void *context, const char *name, const char *address)) {
  cgmime_list(g_mime_message_get_addresses(mail->message, kind), 0, context, take);
}

// What stands before the first part of a multipart; null where there is nothing.
static inline const char *cgmime_prologue(cgmime_message *mail) {
  GMimeObject *part = g_mime_message_get_mime_part(mail->message);
  return part && GMIME_IS_MULTIPART(part) ? g_mime_multipart_get_prologue((GMimeMultipart *)part) : NULL;
}

static inline int cgmime_leaf_count(cgmime_message *mail) { return (int)mail->leaves->len; }

static inline GMimeObject *cgmime_leaf(cgmime_message *mail, int index) {
  return (GMimeObject *)g_ptr_array_index(mail->leaves, (guint)index);
}

// Which alternative a leaf belongs to; 0 for none.
static inline int cgmime_alternative(cgmime_message *mail, int index) {
  return g_array_index(mail->alternatives, int, (guint)index);
}

// The media type; to be freed by g_free.
static inline char *cgmime_type(GMimeObject *leaf) {
  GMimeContentType *type = g_mime_object_get_content_type(leaf);
  return type ? g_mime_content_type_get_mime_type(type) : NULL;
}

// Whether it says of itself that it is an attachment (RFC 2183).
static inline bool cgmime_is_attachment(GMimeObject *leaf) {
  const char *disposition = g_mime_object_get_disposition(leaf);
  return disposition && !g_ascii_strcasecmp(disposition, "attachment");
}

static inline const char *cgmime_filename(GMimeObject *leaf) {
  if (GMIME_IS_PART(leaf)) return g_mime_part_get_filename((GMimePart *)leaf);
  const char *name = g_mime_object_get_content_disposition_parameter(leaf, "filename");
  return name ? name : g_mime_object_get_content_type_parameter(leaf, "name");
}

// The text in UTF-8, from whatever charset it is said to be in; to be freed by g_free. Null for what is no text.
static inline char *cgmime_text(GMimeObject *leaf) {
  return GMIME_IS_TEXT_PART(leaf) ? g_mime_text_part_get_text((GMimeTextPart *)leaf) : NULL;
}

// Calls back with the bytes of a leaf, decoded; of an enclosed message, those of the message.
static inline void cgmime_content(
  GMimeObject *leaf, void *context, void (*take)(void *context, const void *bytes, size_t length)) {
  GMimeStream *stream = g_mime_stream_mem_new();
  if (GMIME_IS_MESSAGE_PART(leaf)) {
    GMimeMessage *message = g_mime_message_part_get_message((GMimeMessagePart *)leaf);
    if (message) g_mime_object_write_to_stream((GMimeObject *)message, NULL, stream);
  } else if (GMIME_IS_PART(leaf)) {
    GMimeDataWrapper *wrapper = g_mime_part_get_content((GMimePart *)leaf);
    if (wrapper) g_mime_data_wrapper_write_to_stream(wrapper, stream);
  } else {
    g_mime_object_write_to_stream(leaf, NULL, stream);
  }
  GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
  take(context, bytes->data, bytes->len);
  g_object_unref(stream);
}
