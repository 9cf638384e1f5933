extension Reasons {
  static let clock = Reason(
    code: .clock, mode: .warn, since: nil, audience: .administrators,
    message: Wording(
      "The clock of the server is earlier than it has been. No day is gained or lost. Set the clock; if "
        + "it was once wrongly ahead, ask the vendor for a clock reset.",
      ru:
        "Часы сервера показывают время раньше, чем уже было. Дни не прибавляются и не теряются. Исправьте часы; если они раньше ошибочно спешили, запросите у поставщика сброс часов."
    ))

  static let soft = Reason(
    code: .soft, mode: .warn, since: nil, audience: .administrators,
    message: Wording(
      "The database or its machine has changed; the licence was taken along. If you did not move it, look "
        + "who did.",
      ru:
        "База данных или её сервер изменились; лицензия перенесена вместе с ними. Если переносили не вы, выясните, кто."
    ))

  static func copy(_ since: Day, isOver: Bool) -> Reason {
    let last = since.adding(days: Binding.patience)
    return Reason(
      code: .copy, mode: isOver ? .readOnly : .warn, since: since,
      audience: isOver ? .everyone : .administrators,
      message: Wording(
        "Since \(since) this looks like a copy of another instance. The administrator says which it is, "
          + "the moved original or a test copy, before \(last); after that records can be read only.",
        ru:
          "С \(since) этот экземпляр похож на копию другого. Администратор указывает до \(last), перенесённый ли это оригинал или тестовая копия; затем данные можно только читать."
      ))
  }

  static func mismatch(_ grant: LicenseGrant, _ since: Day, isOver: Bool) -> Reason {
    let last = since.adding(days: Binding.patience)
    let named = grant.instance?.uuidString.lowercased() ?? ""
    return Reason(
      code: .mismatch, mode: isOver ? .readOnly : .warn, since: since,
      audience: isOver ? .everyone : .administrators,
      message: Wording(
        "Since \(since) the licence does not fit: it is for the instance \(named). Install the licence of this "
          + "instance, or ask the vendor for a transfer before \(last); after that records can be read only.",
        ru:
          "С \(since) лицензия не подходит: она выдана на экземпляр \(named). Установите лицензию этого экземпляра или запросите перенос у поставщика до \(last); затем данные можно только читать."
      ))
  }
}
