/// The words of each reason.
enum Reasons {
  static let none = Reason(
    code: .none, mode: .free, since: nil, audience: .administrators,
    message: Wording(
      "No licence is installed: the free single-user edition runs. To work together, install a "
        + "licence file of the vendor: crm license install FILE.",
      ru:
        "Лицензия не установлена: работает бесплатная редакция на одного пользователя. Чтобы работать вместе, установите файл лицензии: crm license install ФАЙЛ."
    ))

  static func pending(_ grant: LicenseGrant, _ from: Day) -> Reason {
    Reason(
      code: .pending, mode: .free, since: from, audience: .administrators,
      message: Wording(
        "The licence \(grant.serial) begins on \(from); until then the free edition runs.",
        ru:
          "Лицензия \(grant.serial) начинает действовать \(from); до этого работает бесплатная редакция."
      ))
  }

  static func ending(_ grant: LicenseGrant, _ left: Int) -> Reason {
    let until = grant.term.until.map { "\($0)" } ?? ""
    return Reason(
      code: .ending, mode: .warn, since: grant.term.until, audience: .administrators,
      message: Wording(
        "The licence \(grant.serial) runs until \(until), in days: \(left). Order its renewal from the vendor.",
        ru:
          "Лицензия \(grant.serial) действует до \(until), осталось дней: \(left). Закажите продление у поставщика."
      ))
  }

  static func grace(_ grant: LicenseGrant, _ last: Day, _ today: Day) -> Reason {
    let until = grant.term.until.map { "\($0)" } ?? ""
    return Reason(
      code: .grace, mode: .warn, since: grant.term.until?.adding(days: 1),
      audience: today.days(to: last) < 7 ? .everyone : .administrators,
      message: Wording(
        "The licence \(grant.serial) ended on \(until). Everything works until \(last); then records can "
          + "be read and exported only. The administrator renews it with the vendor.",
        ru:
          "Лицензия \(grant.serial) закончилась \(until). Всё работает до \(last), затем данные можно будет только читать и выгружать. Администратор продлевает её у поставщика."
      ))
  }

  static func ended(_ grant: LicenseGrant, _ since: Day) -> Reason {
    Reason(
      code: .ended, mode: .readOnly, since: since, audience: .everyone,
      message: Wording(
        "The licence \(grant.serial) and its grace ended; since \(since) records can be read and "
          + "exported, not changed. The administrator installs a renewed licence, at once and without a restart.",
        ru:
          "Лицензия \(grant.serial) и льготный срок закончились; с \(since) данные можно читать и выгружать, но не менять. Администратор устанавливает продлённую лицензию, сразу и без перезапуска."
      ))
  }

  static func revoking(_ grant: LicenseGrant, _ day: Day) -> Reason {
    Reason(
      code: .revoking, mode: .warn, since: day, audience: .administrators,
      message: Wording(
        "The licence \(grant.serial) is revoked from \(day) on. Ask the vendor why, and for a valid one.",
        ru:
          "Лицензия \(grant.serial) будет отозвана \(day). Узнайте причину у поставщика и запросите действующую."
      ))
  }

  static func revoked(_ grant: LicenseGrant, _ day: Day) -> Reason {
    Reason(
      code: .revoked, mode: .readOnly, since: day, audience: .everyone,
      message: Wording(
        "The licence \(grant.serial) is revoked since \(day); records can be read and exported, not "
          + "changed. The administrator asks the vendor for a valid one.",
        ru:
          "Лицензия \(grant.serial) отозвана \(day); данные можно читать и выгружать, но не менять. Администратор запрашивает действующую у поставщика."
      ))
  }

  static func seatsOver(_ grant: LicenseGrant, _ since: Day, isLong: Bool) -> Reason {
    Reason(
      code: .seatsOver, mode: isLong ? .capped : .warn, since: since, audience: .administrators,
      message: Wording(
        "Since \(since) more seats are held than the \(grant.seats.capacity) of the licence. Nobody is thrown "
          + "out and nobody new gets in. Release seats, or order more from the vendor.",
        ru:
          "С \(since) занято больше рабочих мест, чем \(grant.seats.capacity) по лицензии. Никого не отключают, но новых не пускают. Освободите места или закажите ещё у поставщика."
      ))
  }

  static func network(_ grant: LicenseGrant) -> Reason {
    Reason(
      code: .network, mode: .warn, since: nil, audience: .administrators,
      message: Wording(
        "Somebody works from outside the networks of the site \(grant.site.name). If the site has grown, "
          + "ask the vendor to add the network; another office needs a licence of its own.",
        ru:
          "Кто-то работает не из сетей площадки «\(grant.site.name)». Если площадка выросла, попросите поставщика добавить сеть; другому офису нужна своя лицензия."
      ))
  }

  static func build(_ grant: LicenseGrant, _ build: Facts.Build) -> Reason {
    Reason(
      code: .build, mode: .warn, since: grant.entitledUntil, audience: .administrators,
      message: Wording(
        "The licence covers what was released until \(grant.entitledUntil); the series of \(build.version) is of "
          + "\(build.seriesDate). It will not start again: order maintenance, or go back to the covered version.",
        ru:
          "Лицензия покрывает выпущенное до \(grant.entitledUntil), а серия \(build.version) вышла \(build.seriesDate). Повторно она не запустится: продлите сопровождение или вернитесь к покрытой версии."
      ))
  }
}
