import Postgres

extension JobKind {
  /// Does nothing: how long it waited and ran shows whether jobs are being done.
  static let probe = JobKind("probe", most: nil, batch: 200) { _ in [:] }
}
