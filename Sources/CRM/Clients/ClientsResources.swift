extension Resource {
  /// A company or person the enterprise deals with, in any role.
  static let parties = Resource("parties", table: "clients.party", label: "name")
    .key("name_key", for: "name")
    .stores("name", "legal_name", "code", by: "clients.tidy")
    .stores("inn", "kpp", "ogrn", "vat_number", by: "clients.compact")
    .search("clients.search_party")
    .child("contacts", .contacts, by: "company_id")
    .child("channels", .channels, by: "party_id")
    .child("addresses", .addresses, by: "party_id")
    .child("bank_accounts", .bankAccounts, by: "party_id")
    .child("relations", .relations, by: "party_id")
    .child("tags", .partyTags, by: "party_id")

  /// A place in the tree that parties are sorted into.
  static let partyGroups = Resource("party-groups", table: "clients.party_group", label: "name")
    .key("name_key", for: "name")

  /// A person in a company, with position and dates.
  static let contacts = Resource("contacts", table: "clients.contact", label: "position")

  /// A way to reach a party.
  static let channels = Resource("channels", table: "clients.channel", label: "value")
    .stores("value", by: "clients.channel_value", of: ["kind", "value", "party_id"])

  /// A place of a party.
  static let addresses = Resource("addresses", table: "clients.address", label: "city")
    .stores("postal_code", "region", "city", "street", by: "clients.tidy")

  /// Where a party is paid.
  static let bankAccounts = Resource(
    "bank-accounts", table: "clients.bank_account", label: "account"
  ).stores("bic", "account", "correspondent_account", "iban", "swift", by: "clients.compact")

  /// How one party stands to another.
  static let relations = Resource("relations", table: "clients.relation", label: "kind")

  /// A free mark of the house.
  static let tags = Resource("tags", table: "clients.tag", label: "name")
    .key("name_key", for: "name")

  /// A mark that is set on a party.
  static let partyTags = Resource("party-tags", table: "clients.party_tag", label: "id")

  /// A call, e-mail, meeting, message or note with a party.
  static let interactions = Resource(
    "interactions", table: "clients.interaction", label: "subject"
  )
  .child("participants", .participants, by: "interaction_id")

  /// A person of theirs or an account of ours in an interaction.
  static let participants = Resource(
    "interaction-participants", table: "clients.interaction_participant", label: "role")

  /// An e-mail as it was received, filed as an interaction or still to be filed.
  static let mailMessages = Resource(
    "mail-messages", table: "clients.mail_message", label: "subject"
  )
  .newestFirst(by: "at")
  .only("update", "delete")

  /// A party that a message may be from or to.
  static let mailSuggestions = Resource(
    "mail-suggestions", table: "clients.mail_suggestion", label: "reason"
  )
  .only()

  /// Interactions, changes, tasks and documents of a party in one list.
  static let timeline = Resource("timeline", table: "clients.timeline", label: "title")
    .newestFirst(by: "at")
    .only()

  /// What the area of clients serves.
  static let clients =
    [
      parties, partyGroups, contacts, channels, addresses, bankAccounts, relations, tags, partyTags,
      interactions, participants, mailMessages, mailSuggestions, timeline,
    ] + clientsCare + clientsHandOff
}
