/// The API as a whole.
enum API {
  /// What every path of this version begins with.
  static let root = "/api/v1"
}
