extension Problem {
  /// Whether it says of a field that it cannot be written, as of all where the log-in has no right to write.
  var isAboutUnwritable: Bool { errors.contains { $0.code == "read_only" } }

  /// 503: this service cannot change anything, however often it is asked; another one may.
  static var readOnly: Problem {
    Problem(
      503, "read_only", Text("This service only reads", ru: "Эта служба только читает"),
      detail: Text(
        "Its connection to the database takes no changes (a standby, or a log-in that only reads): nothing was changed. Send changes to the service that writes.",
        ru:
          "Её подключение к базе не принимает изменений (резервная копия или вход только для чтения): ничего не изменено. Отправьте изменение службе, которая пишет."
      ))
  }

  /// 503: a table, column or function that this release needs is not there.
  static var schemaMismatch: Problem {
    Problem(
      503, "schema_mismatch",
      Text("The schema does not fit", ru: "Схема базы не подходит"),
      detail: Text(
        "The schema of the database lacks something that this release needs; `crm check` tells the administrator more.",
        ru:
          "В схеме базы не хватает того, что нужно этой версии; подробности администратору скажет `crm check`."
      ), headers: [("Retry-After", "60")])
  }
}
