extension RecordVerb {
  /// Who was let in is shut out at once.
  static let lockExceptionRevocation = RecordVerb(
    id: "lock_exceptions.revoke", method: .post, resource: .lockExceptions, noun: "revocation",
    summary: Text("Revoke an exception", ru: "Отозвать исключение"),
    permission: Permission("lock_exceptions", "revoke")
  ) { id, _ in "finance.revoke_lock_exception(\(id))" }
}
