extension Connection {
  /// Tells tasks whose time is over, cancels on the server what nobody waits for, and gives the
  /// connection up (`false`) when the server does not answer at all.
  ///
  /// - Parameter cancelled: Called when a cancel is on its way and nothing may be sent.
  func tend(_ signal: Signal, cancelled: () -> Void) -> Bool {
    if isCancelling, let cancellation, Clock.now() > cancellation.surrender { return false }
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
      cancellation = Cancellation(of: pointer, signal)
      cancelled()
    }
    return true
  }
}
