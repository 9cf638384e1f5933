import Postgres

extension RecordVerb {
  /// One step: the interaction, who took part, the time that it took, and the task that comes next.
  static let callLog = RecordVerb(
    id: "parties.log_call", method: .post, resource: .parties, noun: "calls",
    summary: Text(
      "Log a call with its participants, its time and the next task",
      ru: "Записать звонок с участниками, временем и следующей задачей"),
    permission: Permission("interactions", "create"), makes: .interactions,
    body: [
      .required("subject", .text(300), "In a few words."),
      .required("direction", .choice(["in", "out"]), "Who called."),
      .optional("at", .instant, "When it began; so that it ended now without it."),
      .optional("duration", .integer(0, 1440), "In minutes; entered as time worked."),
      .optional("body", .text(50000), "What was said."),
      .optional("outcome", .text(2000), "What came of it."),
      .optional("next_step", .text(2000), "What is to be done."),
      .optional("channel_id", .id, "The number that was called."),
      .optional("participants", .rows(participant), "Who took part."),
      .optional("next_task", .object(task), "A task at the party."),
    ]
  ) { id, body in
    """
    clients.log_call(\(id), jsonb_build_object('subject', \(body["subject"]),
      'direction', \(body["direction"]), 'at', \(body["at"]), 'duration', \(body["duration"]),
      'body', \(body["body"]), 'outcome', \(body["outcome"]), 'next_step', \(body["next_step"]),
      'channel_id', \(body["channel_id"]), 'participants', \(body["participants"]),
      'next_task', \(body["next_task"])))
    """
  }

  private static let participant: [VerbField] = [
    .optional("party_id", .id, "A person of theirs."),
    .optional("account_id", .id, "Or an account of ours."),
  ]

  private static let task: [VerbField] = [
    .required("title", .text(300), "What is to be done."),
    .optional("due_on", .date, "The last day for it."),
    .optional("assignee_id", .id, "Who does it; I where it is left out."),
  ]
}
