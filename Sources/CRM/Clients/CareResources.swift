extension Resource {
  /// Two parties that are perhaps one.
  static let duplicatePairs = Resource(
    "duplicate-pairs", table: "clients.duplicate_pair", label: "id"
  ).only()

  /// Two parties that were one, with what was moved.
  static let partyMerges = Resource("party-merges", table: "clients.party_merge", label: "id")
    .hiding("under_way")
    .only()

  /// What a party agreed to.
  static let consents = Resource("consents", table: "clients.consent", label: "purpose")
    .only("create", "update")

  /// A channel that may be used for a purpose.
  static let reachableChannels = Resource(
    "reachable-channels", table: "clients.reachable_channel", label: "value"
  ).only()

  /// Duplicates, consents and what else keeps the register of parties in order.
  static let clientsCare: [Resource] = [
    duplicatePairs, partyMerges, consents, reachableChannels,
  ]
}

extension RecordVerb {
  static let clientsCare: [RecordVerb] = [
    partyMerge, partyMergeReversal, duplicateDismissal, duplicateReopening, consentWithdrawal,
    callLog,
  ]
}
