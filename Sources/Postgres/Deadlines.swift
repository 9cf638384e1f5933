extension Connection {
  /// Tells tasks whose time is over, cancels on the server what nobody waits for, and gives the
  /// connection up (`false`) when the server does not answer at all.
  func tend() -> Bool {
    guard let head = flights.first else { return true }
    let now = Clock.now()
    var isHopeless = false
    for flight in flights.all where now > flight.end {
      if let request = flight.request {
        request.settle(
          throwing: request.harmless ? ClientError.deadline : ClientError.outcomeUnknown)
      }
      if now > flight.surrender { isHopeless = true }
    }
    if isHopeless { return false }
    // With more than one in flight a cancel that comes late would hit the next one.
    if flights.count == 1, !head.isCancelled, let request = head.request, request.harmless,
      request.isSettled
    {
      flights.first?.isCancelled = true
      cancelOnServer()
    }
    return true
  }
}
