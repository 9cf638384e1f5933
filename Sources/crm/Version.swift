import ArgumentParser

/// What this program is.
enum Release {
  /// The version of the product.
  static let text = "0.1.0"
}

struct Version: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print the version.")

  func run() { print("crm \(Release.text)") }
}
