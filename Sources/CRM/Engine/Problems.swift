/// The problems that every resource shares; an area adds its own beside its verb.
extension Problem {
  /// 400: the request cannot be read at all; `field` names the parameter or the place in the body.
  public static func malformed(_ code: String, _ detail: Text, field: String? = nil) -> Problem {
    Problem(
      400, code, Text("The request cannot be read", ru: "Запрос не удалось прочитать"),
      detail: detail, errors: field.map { [Field($0, code, detail)] } ?? [])
  }

  /// 422: the data are readable but not right; all bad fields at once.
  ///
  /// - Parameter count: How many there are where not all are told; at most a hundred ever are.
  public static func validation(_ errors: [Field], of count: Int? = nil) -> Problem {
    let (told, count) = (Array(errors.prefix(Faults.maximum)), count ?? errors.count)
    let rest = count - told.count
    let fields = count == 1 ? "Correct 1 field" : "Correct \(count) fields"
    return Problem(
      422, "validation", Text("The data did not pass the checks", ru: "Данные не прошли проверку"),
      detail: Text(
        fields + (rest > 0 ? ": the first \(told.count) are told, and \(rest) more." : "."),
        ru: "Исправьте поля: \(count)"
          + (rest > 0 ? "; названы первые \(told.count), и ещё \(rest)." : ".")), errors: told)
  }

  /// 401: no token, an unknown one, or one that has ended.
  public static var unauthenticated: Problem {
    Problem(
      401, "unauthenticated", Text("Sign in first", ru: "Сначала войдите"),
      detail: Text(
        "The token is missing, unknown or has ended: sign in again.",
        ru: "Токен отсутствует, неизвестен или больше не действует: войдите снова."),
      headers: [("WWW-Authenticate", "Bearer")])
  }

  /// 403: known, but without the permission, which is named as `resource.action`.
  public static func forbidden(_ permission: Permission) -> Problem {
    Problem(
      403, "forbidden", Text("Not permitted", ru: "Нет права"),
      detail: Text(
        "This needs the permission \(permission).", ru: "Для этого нужно право \(permission)."),
      members: [.init("permission", .string("\(permission)"))])
  }

  /// 404: there is no such thing, or the caller may not see it; nobody learns which.
  public static var notFound: Problem {
    Problem(
      404, "not_found", Text("Not found", ru: "Не найдено"),
      detail: Text(
        "There is no such record or you may not see it.",
        ru: "Такой записи нет, или она вам не видна."))
  }

  /// 409: the record's state does not allow it.
  public static func conflict(_ code: String, _ detail: Text, errors: [Field] = []) -> Problem {
    Problem(
      409, code, Text("Not possible in this state", ru: "Невозможно в этом состоянии"),
      detail: detail, errors: errors)
  }

  /// 412: somebody changed the record meanwhile; `current` is the record as it stands.
  public static func stale(current: JSON, etag: String) -> Problem {
    Problem(
      412, "stale_version", Text("Changed meanwhile", ru: "Запись уже изменена"),
      detail: Text(
        "The record was changed since you read it: compare with `current` and try again.",
        ru: "Запись изменена после того, как вы её прочитали: сравните с `current` и повторите."),
      members: [.init("current", current)], headers: [("ETag", etag)])
  }

  /// 428: `If-Match` is demanded so that nobody overwrites what he has not seen.
  public static var preconditionRequired: Problem {
    Problem(
      428, "if_match_required", Text("If-Match is missing", ru: "Нет заголовка If-Match"),
      detail: Text(
        "Send If-Match with the ETag of the record that you read.",
        ru: "Передайте If-Match с ETag прочитанной записи."))
  }

  /// 413: the body has more bytes than the operation takes.
  static func tooLarge(_ limit: Int) -> Problem {
    Problem(
      413, "body_too_large", Text("The body is too large", ru: "Тело запроса слишком велико"),
      detail: Text("At most \(limit) bytes are taken.", ru: "Принимается не более \(limit) байт."),
      headers: [("Connection", "close")])
  }

  /// 428: a version alone says nothing of the owned lists that would be replaced.
  public static var preconditionOfLists: Problem {
    Problem(
      428, "if_match_required", Text("If-Match is incomplete", ru: "Заголовок If-Match неполон"),
      detail: Text(
        "Lists are replaced whole: send If-Match with the record's whole ETag, as \"v7-3f\".",
        ru: "Списки заменяются целиком: передайте в If-Match весь ETag записи, как \"v7-3f\"."))
  }

  /// 503: the database is away or too busy.
  public static func unavailable(retryAfter seconds: Int) -> Problem {
    Problem(
      503, "unavailable", Text("Temporarily unavailable", ru: "Временно недоступно"),
      detail: Text(
        "The database does not answer now; nothing was lost. Try again in \(seconds) s.",
        ru: "База данных сейчас не отвечает; ничего не потеряно. Повторите через \(seconds) с."),
      headers: [("Retry-After", String(seconds))])
  }

  /// 500: our own mistake; the log has the rest under the request id.
  public static var internalError: Problem {
    Problem(
      500, "internal", Text("Internal error", ru: "Внутренняя ошибка"),
      detail: Text(
        "This is our mistake; tell us the request id.",
        ru: "Это наша ошибка; сообщите нам request_id."))
  }
}
