#include <gmime/gmime.h>
#include <stdbool.h>
#include <string.h>

// A message of RFC 5322 with the leaves of its MIME tree (RFC 2045), read once. Texts are UTF-8 and live as long as it.
typedef struct {
  GMimeMessage *message;
  GPtrArray *leaves;
  GArray *alternatives;
  // More leaves than are listed, or a tree that is deeper than is followed.
  bool is_cut;
} cgmime_message;

// What is listed of a message at most, and how deep its tree is followed: what lies beyond is in its bytes alone.
enum { CGMIME_LEAVES = 500, CGMIME_DEPTH = 40 };

static inline void cgmime_walk(cgmime_message *mail, GMimeObject *part, int alternative, int depth) {
  if (!part) return;
  if (mail->leaves->len >= CGMIME_LEAVES) {
    mail->is_cut = true;
    return;
  }
  if (GMIME_IS_MULTIPART(part) && depth < CGMIME_DEPTH) {
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

// Null where the bytes do not begin with a field of a header.
static inline cgmime_message *cgmime_open(const char *bytes, size_t length) {
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
  g_object_unref(parser);
  g_object_unref(stream);
  if (!message) return NULL;
  cgmime_message *mail = g_new0(cgmime_message, 1);
  mail->message = message;
  mail->leaves = g_ptr_array_new();
  mail->alternatives = g_array_new(false, false, sizeof(int));
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
  return GMIME_IS_PART(leaf) ? g_mime_part_get_filename((GMimePart *)leaf) : NULL;
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
