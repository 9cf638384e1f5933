import Postgres

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

  /// What the licence does not let the database do; nil where that is not what it refused for.
  static func license(_ error: DatabaseError) -> Problem? {
    switch error.sqlState {
    case "CL001": .licenceReadsOnly
    case "CL002": .licenceCapped
    case "CL003": .licenceServiceAccounts
    case "CL004": .licenceModuleOff
    // It has ended since the request came in.
    case "CL005": .unauthenticated
    default: nil
    }
  }

  /// 402: the licence has ended or was revoked; what it says is told to its administrators.
  static var licenceReadsOnly: Problem {
    Problem(
      402, "license_read_only",
      Text("The licence allows reading only", ru: "Лицензия разрешает только чтение"),
      detail: Text(
        "Nothing was changed. Reading and full export go on. The licence's administrator sees the reason "
          + "at GET \(API.root)/license and ends this at once by installing a licence that is in force.",
        ru:
          "Ничего не изменено. Чтение и полная выгрузка работают. Администратор лицензии видит причину в "
          + "GET \(API.root)/license и сразу снимет ограничение, установив действующую лицензию."))
  }

  /// 402: more seats are held than the licence has, so nobody further is given work.
  static var licenceCapped: Problem {
    Problem(
      402, "license_capped",
      Text("More seats are held than bought", ru: "Занято больше мест, чем куплено"),
      detail: Text(
        "No account is made or unlocked until seats are given back. The licence's administrator sees who "
          + "holds them at GET \(API.root)/license/holders.",
        ru:
          "Новые учётные записи не создаются и не разблокируются, пока места не освободятся. Администратор "
          + "лицензии видит, кто их занимает, в GET \(API.root)/license/holders."))
  }

  /// 402: there are as many service accounts as the licence has.
  static var licenceServiceAccounts: Problem {
    Problem(
      402, "license_service_accounts",
      Text("No service account is left", ru: "Служебных учётных записей больше нет"),
      detail: Text(
        "The licence has no more service accounts (GET \(API.root)/license tells how many). Lock or archive one, or "
          + "ask the vendor for more.",
        ru:
          "Служебных записей по лицензии больше нет (их число — в GET \(API.root)/license). Заблокируйте или "
          + "уберите одну в архив либо запросите ещё у поставщика."))
  }

  /// 402: what was to be changed belongs to a module that is off.
  static var licenceModuleOff: Problem {
    Problem(
      402, "license_module_off", Text("The module is off", ru: "Модуль выключен"),
      detail: Text(
        "Nothing was changed. The licence's administrator sees at GET \(API.root)/license which edition there is "
          + "and what is switched off.",
        ru:
          "Ничего не изменено. Администратор лицензии видит в GET \(API.root)/license издание и выключенные модули."
      ))
  }
}
