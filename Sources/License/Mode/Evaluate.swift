extension Facts {
  /// The mode that follows from the facts: the gravest of what each one leads to.
  public func evaluate() -> Evaluation {
    guard let grant else { return free(Reasons.none) }
    if case .pending(let from) = grant.term.state(on: today) {
      return free(Reasons.pending(grant, from))
    }
    let reasons = reasons(grant).sorted { $0.mode > $1.mode }
    return Evaluation(
      mode: reasons.first?.mode ?? .full, reasons: reasons, seats: grant.seats.capacity,
      modules: grant.modules, serviceAccounts: grant.seats.serviceAccounts)
  }

  private func free(_ reason: Reason) -> Evaluation {
    let edition = Edition.freeSingle
    return Evaluation(
      mode: .free, reasons: [reason], seats: edition.maximumSeats ?? 1, modules: edition.features,
      serviceAccounts: edition.serviceAccounts)
  }

  private func reasons(_ grant: LicenseGrant) -> [Reason] {
    [
      termReason(grant), revocationReason(grant), bindingReason(grant), seatsReason(grant),
      isClockSuspect ? Reasons.clock : nil, networkReason(grant), buildReason(grant),
    ].compactMap { $0 }
  }

  private func termReason(_ grant: LicenseGrant) -> Reason? {
    switch grant.term.state(on: today) {
    case .pending, .active(nil): nil
    case .active(.some(let left)):
      left <= grant.term.warnDays && waiting == nil ? Reasons.ending(grant, left) : nil
    case .grace(let last): Reasons.grace(grant, last, today)
    case .ended(let since): Reasons.ended(grant, since)
    }
  }

  private func revocationReason(_ grant: LicenseGrant) -> Reason? {
    guard
      let day = revocations?.effective(serial: grant.serial, revision: grant.revision)
    else { return nil }
    return day <= today ? Reasons.revoked(grant, day) : Reasons.revoking(grant, day)
  }

  private func bindingReason(_ grant: LicenseGrant) -> Reason? {
    guard grant.instance != nil else { return nil }
    switch binding {
    case .match: return nil
    case .soft: return Reasons.soft
    case .copy(let since): return Reasons.copy(since, isOver: isOver(since))
    case .mismatch(let since): return Reasons.mismatch(grant, since, isOver: isOver(since))
    }
  }

  private func isOver(_ since: Day) -> Bool { since.days(to: today) >= Binding.patience }

  private func seatsReason(_ grant: LicenseGrant) -> Reason? {
    guard let since = seatsOverSince else { return nil }
    return Reasons.seatsOver(grant, since, isLong: since.days(to: today) > Self.seatsPatience)
  }

  /// How many days more seats may be held than there are before the mode changes.
  public static let seatsPatience = 30

  private func networkReason(_ grant: LicenseGrant) -> Reason? {
    isOutsideNetwork && grant.site.networkPolicy == .warn ? Reasons.network(grant) : nil
  }

  private func buildReason(_ grant: LicenseGrant) -> Reason? {
    guard let build, build.seriesDate > grant.entitledUntil else { return nil }
    return Reasons.build(grant, build)
  }
}
