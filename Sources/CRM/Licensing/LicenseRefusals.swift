/// What the database refuses about licences and instances, in words.
enum LicenseRefusals {
  /// The sentence for a rule of `licensing.refuse`; nil for one that a file which was read cannot break.
  static func words(_ rule: String, _ detail: String) -> Text? {
    switch rule {
    case "test_key":
      Text(
        "The file is signed by the key for tests, and this instance does real work, or was copied from one that does. "
          + "Ask the vendor for a licence.",
        ru:
          "Файл подписан тестовым ключом, а этот экземпляр рабочий или скопирован с рабочего. "
          + "Запросите лицензию у поставщика."
      )
    // Only a file of the key for tests is refused for being meant for real work.
    case "environment" where detail == "production":
      Text(
        "The file is for real work, but signed by the key for tests, which signs for test instances alone. "
          + "Ask the vendor for a file of the vendor's own key, or one that says \"environment\": \"test\".",
        ru:
          "Файл выдан для рабочего экземпляра, но подписан тестовым ключом, а он годится лишь для тестовых. "
          + "Запросите у поставщика файл, подписанный его ключом, или файл с \"environment\": \"test\"."
      )
    case "environment":
      Text(
        "The file is for a test instance, and this one does real work. Ask the vendor for a licence.",
        ru: "Файл выдан для тестового экземпляра, а этот рабочий. Запросите лицензию у поставщика.")
    case "instance":
      Text(
        "The file is for the instance \(detail); this is another one, see GET /license. Ask the vendor for a transfer.",
        ru:
          "Файл выдан для экземпляра \(detail), а это другой, см. GET /license. Запросите у поставщика перенос."
      )
    case "revoked":
      Text(
        "This licence is revoked since \(detail). Ask the vendor for a valid one.",
        ru: "Эта лицензия отозвана с \(detail). Запросите у поставщика действующую.")
    case "revoked_key":
      Text(
        "The key \(detail) that signed the file is revoked. Ask the vendor for a new file.",
        ru: "Ключ \(detail), которым подписан файл, отозван. Запросите у поставщика новый файл.")
    case "ended":
      Text(
        "This licence and its grace ended on \(detail). Ask the vendor for a renewed one.",
        ru:
          "Эта лицензия и её льготный срок закончились \(detail). Запросите у поставщика продление."
      )
    case "rollback":
      Text(
        "A newer one is installed: \(detail). Use the newest file.",
        ru: "Уже установлена более новая: \(detail). Возьмите самый новый файл.")
    case "revocations_rollback":
      Text(
        "The newer list \(detail) is installed. Use the newest list.",
        ru: "Уже установлен более новый список \(detail). Возьмите самый новый.")
    default: instance(rule, detail)
    }
  }

  private static func instance(_ rule: String, _ detail: String) -> Text? {
    switch rule {
    case "claim_known":
      Text("A copy is \"moved\" or \"test\".", ru: "Копия — это \"moved\" или \"test\".")
    case "no_copy":
      Text(
        "This instance \(detail) is no copy: its witnesses know it.",
        ru: "Экземпляр \(detail) не копия: его признаки совпадают.")
    case "moves_spent":
      Text(
        "Three moves within a year are spent; the next one is possible on \(detail). Until then ask the vendor for a transfer.",
        ru:
          "Три переезда за год израсходованы; следующий возможен \(detail). До этого запросите перенос у поставщика."
      )
    case "test_spent":
      Text(
        "Trying out was renewed four times and ends on \(detail). Ask the vendor for a licence of this instance, see GET /license.",
        ru:
          "Проба продлена четыре раза и кончается \(detail). Запросите у поставщика лицензию этого экземпляра, см. GET /license."
      )
    case "issued_ahead":
      Text(
        "The file was signed at \(detail), more than three days ahead of the clock of the database's machine. "
          + "Check that clock and set it right, then install the file; if it is right, ask the vendor for a new file.",
        ru:
          "Файл подписан \(detail) — более чем на три дня позже времени на часах машины базы данных. "
          + "Проверьте и исправьте часы, затем установите файл; если они верны, запросите у поставщика новый."
      )
    default: clock(rule, detail)
    }
  }

  private static func clock(_ rule: String, _ detail: String) -> Text? {
    switch rule {
    case "clock_instance":
      Text(
        "The clock reset is for the instance \(detail); this is another one, see GET /license. Ask the vendor for one of its own.",
        ru:
          "Сброс часов выдан для экземпляра \(detail), а это другой, см. GET /license. Запросите у поставщика свой."
      )
    case "clock_used":
      Text(
        "This clock reset was used on \(detail), and works once. Ask the vendor for a new one.",
        ru:
          "Этот сброс часов уже использован \(detail), он действует один раз. Запросите у поставщика новый."
      )
    case "clock_early":
      Text(
        "The machine's clock is behind \(detail), when the clock reset was signed. Set the clock right, then install it.",
        ru:
          "Часы машины отстают от \(detail), когда сброс часов был подписан. Исправьте часы, затем установите его."
      )
    case "clock_late":
      Text(
        "The clock reset could be used until \(detail) by the machine's clock. Set the clock right, or ask the vendor for a new one.",
        ru:
          "Сброс часов действовал до \(detail) по часам машины. Исправьте часы или запросите у поставщика новый."
      )
    default: nil
    }
  }

  /// Two files of one revision.
  static let otherFile = Text(
    "This revision is installed from another file. Ask the vendor which one is right.",
    ru: "Эта редакция уже установлена из другого файла. Узнайте у поставщика, какой верен.")

  /// What a list of modules looks like.
  static let modules = Text(
    "A list of modules, such as [\"finance\"], or [].",
    ru: "Список модулей, например [\"finance\"], или [].")

  /// How long a seat may be kept.
  static let lease = Text("10 to 240 minutes.", ru: "От 10 до 240 минут.")

  /// A rule without words of its own.
  static func other(_ detail: String) -> Text {
    Text(
      "The database refuses it: \(detail). Ask the vendor for a new file.",
      ru: "База данных отклонила файл: \(detail). Запросите у поставщика новый.")
  }
}
