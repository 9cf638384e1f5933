#include <curl/curl.h>
#include <stdbool.h>
#include <string.h>

// A message on its way, and how much of it has gone.
typedef struct {
  const char *bytes;
  size_t length;
  size_t place;
} ccurl_message;

static inline size_t ccurl_read(char *space, size_t size, size_t count, void *context) {
  ccurl_message *message = (ccurl_message *)context;
  size_t most = size * count, left = message->length - message->place;
  size_t taken = left < most ? left : most;
  memcpy(space, message->bytes + message->place, taken);
  message->place += taken;
  return taken;
}

enum { CCURL_ERROR_SIZE = CURL_ERROR_SIZE };

// Hands one message to a server by SMTP (RFC 5321); blocks. USER may be null for a server that asks for nobody.
// IS_ENCRYPTED: nothing is said without TLS. Answers 0 when the server has taken it; CODE is the server's last reply,
// 0 for none, ERROR why not (CCURL_ERROR_SIZE bytes).
static inline int ccurl_send(
  const char *url, bool is_encrypted, const char *user, const char *password, const char *sender,
  const char *recipient, const char *bytes, size_t length, long seconds, long *code, char *error) {
  *code = 0;
  error[0] = 0;
  CURL *curl = curl_easy_init();
  if (!curl) return CURLE_FAILED_INIT;
  ccurl_message message = {bytes, length, 0};
  struct curl_slist *recipients = curl_slist_append(NULL, recipient);
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(is_encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (user) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, user);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, password ? password : "");
  }
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender);
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, ccurl_read);
  curl_easy_setopt(curl, CURLOPT_READDATA, &message);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
  CURLcode result = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, code);
  if (result != CURLE_OK && !error[0]) {
    strncpy(error, curl_easy_strerror(result), CURL_ERROR_SIZE - 1);
    error[CURL_ERROR_SIZE - 1] = 0;
  }
  curl_slist_free_all(recipients);
  curl_easy_cleanup(curl);
  return (int)result;
}

static inline bool ccurl_begin(void) { return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; }
