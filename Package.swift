// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
  name: "crm",
  products: [
    .library(name: "ClockFault", type: .dynamic, targets: ["ClockFault"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    // Its pkg-config names libraries besides that are not needed.
    .systemLibrary(name: "CICal", providers: [.apt(["libical-dev"])]),
    .systemLibrary(
      name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
    .systemLibrary(
      name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .target(
      name: "Postgres",
      dependencies: ["CPostgres", .product(name: "Logging", package: "swift-log")],
      swiftSettings: settings),
    .target(
      name: "Cluster",
      dependencies: [.product(name: "Logging", package: "swift-log")],
      swiftSettings: settings),
    .target(name: "License", dependencies: ["CCrypto"], swiftSettings: settings),
    .target(
      name: "CRM",
      dependencies: [
        "CCrypto", "CCurl", "CExpat", "CGMime", "CICal", "CXLSXWriter", "CZip", "CZlib", "License",
        "Postgres",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      exclude: ["openapi.json"],
      swiftSettings: settings),
    .executableTarget(
      name: "crm",
      dependencies: [
        "CRM", "Cluster",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "crm-license",
      dependencies: [
        "CCrypto", "Cluster", "License", "Postgres",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    // What tests preload into a program whose clock shall be wrong.
    .target(name: "ClockFault", path: "Tests/ClockFault", publicHeadersPath: "."),
    .target(
      name: "Support", dependencies: ["CRM", "Cluster", "License", "Postgres"],
      path: "Tests/Support",
      swiftSettings: settings),
    .testTarget(
      name: "PostgresTests", dependencies: ["Postgres", "Support"], swiftSettings: settings),
    .testTarget(
      name: "LicenseTests", dependencies: ["Cluster", "License", "Postgres", "Support"],
      exclude: ["Vectors"], swiftSettings: settings),
    .testTarget(
      name: "CRMTests", dependencies: ["CRM", "CZip", "Cluster", "License", "Support"],
      exclude: ["Access/matrix.tsv"], swiftSettings: settings),
  ]
)
