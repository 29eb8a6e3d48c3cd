// swift-tools-version: 6.2
import PackageDescription

/// Every upcoming feature of Swift 6.3 beyond language mode 6, and no warning left standing.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)
let asyncHTTPClient = Target.Dependency.product(
  name: "AsyncHTTPClient",
  package: "async-http-client"
)
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(
  name: "HummingbirdTesting",
  package: "hummingbird"
)
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle",
  package: "swift-service-lifecycle"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "Cradle",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "TenantStore", targets: ["TenantStore"]),
    .library(name: "EmbeddedPostgres", targets: ["EmbeddedPostgres"]),
    .library(name: "Storefront", targets: ["Storefront"]),
    .library(name: "TenantWeb", targets: ["TenantWeb"]),
    .library(name: "StorefrontWeb", targets: ["StorefrontWeb"]),
    .library(name: "Membership", targets: ["Membership"]),
    .library(name: "MembershipWeb", targets: ["MembershipWeb"]),
    .library(name: "Recommend", targets: ["Recommend"]),
    .library(name: "RecommendWeb", targets: ["RecommendWeb"]),
    .library(name: "SmartService", targets: ["SmartService"]),
    .library(name: "SmartServiceWeb", targets: ["SmartServiceWeb"]),
    .library(name: "Flows", targets: ["Flows"]),
    .library(name: "TenantStoreTesting", targets: ["TenantStoreTesting"]),
    .executable(name: "gateway", targets: ["GatewayCommand"]),
    .executable(name: "tenant-admin", targets: ["TenantAdminCommand"]),
    .executable(name: "recommend-evaluation", targets: ["RecommendEvaluationCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CPostgres",
      pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
    ),
    .target(
      name: "PostgresClient",
      dependencies: ["CPostgres", logging],
      swiftSettings: strict + [.strictMemorySafety()]
    ),
    .systemLibrary(
      name: "CZlib",
      pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
    ),
    .target(
      name: "EmbeddedPostgres",
      dependencies: [logging],
      swiftSettings: strict
    ),
    .target(
      name: "DelimitedText",
      swiftSettings: strict
    ),
    .target(
      name: "TenantStore",
      dependencies: ["PostgresClient", logging, crypto, cryptoExtras],
      exclude: ["Migrations"],
      swiftSettings: strict,
      plugins: ["EmbedText"]
    ),
    .target(
      name: "TenantStoreTesting",
      dependencies: ["TenantStore", "PostgresClient", "EmbeddedPostgres", logging],
      swiftSettings: strict
    ),
    .target(
      name: "OutboundHTTPClient",
      dependencies: ["TenantStore", asyncHTTPClient, nioCore, nioHTTP1],
      swiftSettings: strict
    ),
    .target(
      name: "Storefront",
      dependencies: ["TenantStore", "DelimitedText", "CZlib", crypto, cryptoExtras],
      exclude: ["Migrations", "Texts"],
      swiftSettings: strict,
      plugins: ["EmbedText"]
    ),
    .target(
      name: "Membership",
      dependencies: ["TenantStore", "DelimitedText", crypto],
      exclude: ["Migrations", "Texts"],
      swiftSettings: strict,
      plugins: ["EmbedText"]
    ),
    .target(
      name: "Recommend",
      dependencies: ["TenantStore", "DelimitedText"],
      exclude: ["Migrations"],
      swiftSettings: strict,
      plugins: ["EmbedText"]
    ),
    .target(
      name: "RecommendEvaluation",
      dependencies: ["Recommend", "DelimitedText", "CZlib", argumentParser],
      swiftSettings: strict
    ),
    .target(
      name: "SmartService",
      dependencies: ["TenantStore", "DelimitedText", "CZlib", crypto],
      exclude: ["Migrations", "Texts"],
      swiftSettings: strict,
      plugins: ["EmbedText"]
    ),
    .target(
      name: "Flows",
      dependencies: ["Storefront", "Membership", "Recommend", "SmartService", "TenantStore"],
      swiftSettings: strict
    ),
    .target(
      name: "TenantWeb",
      dependencies: [
        "TenantStore",
        hummingbird,
        httpTypes,
        nioCore,
        logging,
        metrics,
        crypto,
      ],
      exclude: ["Templates", "Texts", "Styles", "Scripts"],
      swiftSettings: strict,
      plugins: ["EmbedText"]
    ),
    .target(
      name: "StorefrontWeb",
      dependencies: ["Storefront", "TenantWeb", "TenantStore", httpTypes],
      exclude: ["Templates", "Texts", "Styles", "Scripts"],
      swiftSettings: strict,
      plugins: ["EmbedText"]
    ),
    .target(
      name: "SmartServiceWeb",
      dependencies: ["SmartService", "TenantWeb", "TenantStore", httpTypes],
      exclude: ["Templates", "Texts", "Styles", "Scripts"],
      swiftSettings: strict,
      plugins: ["EmbedText"]
    ),
    .target(
      name: "RecommendWeb",
      dependencies: ["Recommend", "TenantWeb", "TenantStore", httpTypes],
      exclude: ["Templates", "Texts", "Styles"],
      swiftSettings: strict,
      plugins: ["EmbedText"]
    ),
    .target(
      name: "MembershipWeb",
      dependencies: ["Membership", "TenantWeb", "TenantStore", httpTypes],
      exclude: ["Templates", "Texts", "Styles"],
      swiftSettings: strict,
      plugins: ["EmbedText"]
    ),
    .target(
      name: "DatabaseBootstrap",
      dependencies: ["TenantStore", "EmbeddedPostgres", logging],
      swiftSettings: strict
    ),
    .target(
      name: "Gateway",
      dependencies: [
        "Flows",
        "StorefrontWeb",
        "MembershipWeb",
        "Membership",
        "Recommend",
        "RecommendWeb",
        "SmartService",
        "SmartServiceWeb",
        "Storefront",
        "TenantWeb",
        "TenantStore",
        "OutboundHTTPClient",
        "DatabaseBootstrap",
        "EmbeddedPostgres",
        argumentParser,
        nioCore,
        hummingbird,
        lifecycle,
        unixSignals,
        logging,
        metrics,
      ],
      swiftSettings: strict
    ),
    .target(
      name: "TenantAdmin",
      dependencies: [
        "DelimitedText",
        "Flows",
        "Membership",
        "Recommend",
        "SmartService",
        "Storefront",
        "TenantStore",
        "OutboundHTTPClient",
        "DatabaseBootstrap",
        "EmbeddedPostgres",
        argumentParser,
        yams,
        logging,
      ],
      exclude: ["Templates"],
      swiftSettings: strict,
      plugins: ["EmbedText"]
    ),
    .executableTarget(
      name: "GatewayCommand",
      dependencies: ["Gateway"],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "TenantAdminCommand",
      dependencies: ["TenantAdmin"],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "RecommendEvaluationCommand",
      dependencies: ["RecommendEvaluation"],
      swiftSettings: strict
    ),

    .testTarget(
      name: "ArchitectureTests",
      dependencies: [
        "TenantStore", "Membership", "Recommend", "SmartService", "Storefront", "TenantWeb",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "DelimitedTextTests",
      dependencies: ["DelimitedText"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "PostgresClientTests",
      dependencies: ["PostgresClient", logging],
      swiftSettings: strict
    ),
    .testTarget(
      name: "EmbeddedPostgresTests",
      dependencies: ["EmbeddedPostgres", "EmbeddedPostgresUser", logging],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TenantStoreTests",
      dependencies: ["TenantStore", "TenantStoreTesting", "PostgresClient"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "OutboundHTTPClientTests",
      dependencies: ["OutboundHTTPClient", "TenantStore", hummingbird, lifecycle, logging],
      swiftSettings: strict
    ),
    .testTarget(
      name: "StorefrontTests",
      dependencies: [
        "Storefront",
        "DelimitedText",
        "OutboundHTTPClient",
        "TenantStore",
        crypto,
        cryptoExtras,
        "TenantStoreTesting",
        "PostgresClient",
      ],
      exclude: ["Payments/Providers"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "MembershipTests",
      dependencies: [
        "Membership", "TenantStore", "TenantStoreTesting", "PostgresClient", "OutboundHTTPClient",
        hummingbird, lifecycle, logging, nioCore,
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "FlowsTests",
      dependencies: [
        "Flows", "Membership", "Recommend", "SmartService", "Storefront", "TenantStore",
        "TenantStoreTesting",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "RecommendTests",
      dependencies: [
        "Recommend", "RecommendEvaluation", "DelimitedText", "TenantStore", "TenantStoreTesting",
        "PostgresClient",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SmartServiceTests",
      dependencies: [
        "SmartService", "TenantStore", "TenantStoreTesting", "PostgresClient", "OutboundHTTPClient",
      ],
      exclude: ["LanguageModel/Provider"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TenantWebTests",
      dependencies: [
        "TenantWeb",
        "TenantStore",
        "TenantStoreTesting",
        hummingbird,
        hummingbirdTesting,
        httpTypes,
        logging,
        metrics,
        nioCore,
        nioEmbedded,
      ],
      swiftSettings: strict
    ),
    .target(
      name: "TenantWebTesting",
      dependencies: [
        "TenantWeb", "TenantStore", "TenantStoreTesting", hummingbird, httpTypes, logging, nioCore,
        nioEmbedded,
      ],
      path: "Tests/TenantWebTesting",
      swiftSettings: strict
    ),
    .testTarget(
      name: "StorefrontWebTests",
      dependencies: [
        "StorefrontWeb",
        "Storefront",
        "TenantWeb",
        "TenantStore",
        "TenantStoreTesting",
        crypto,
        cryptoExtras,
        hummingbird,
        httpTypes,
        logging,
        nioCore,
        nioEmbedded,
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SmartServiceWebTests",
      dependencies: [
        "SmartServiceWeb",
        "SmartService",
        "TenantWeb",
        "TenantStore",
        "TenantStoreTesting",
        "TenantWebTesting",
        httpTypes,
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "RecommendWebTests",
      dependencies: [
        "RecommendWeb",
        "Recommend",
        "TenantWeb",
        "TenantStore",
        "TenantStoreTesting",
        "TenantWebTesting",
        httpTypes,
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "MembershipWebTests",
      dependencies: [
        "MembershipWeb",
        "Membership",
        "TenantWeb",
        "TenantStore",
        "TenantStoreTesting",
        "TenantWebTesting",
        httpTypes,
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TenantAdminTests",
      dependencies: [
        "TenantAdmin",
        "Membership",
        "Recommend",
        "Storefront",
        "SmartService",
        "TenantStore",
        "TenantStoreTesting",
        "DatabaseBootstrap",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "GatewayTests",
      dependencies: [
        "Gateway",
        "PostgresClient",
        "Storefront",
        "StorefrontWeb",
        "TenantWeb",
        "TenantStore",
        "TenantStoreTesting",
        "DatabaseBootstrap",
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "EmbeddedPostgresUser",
      dependencies: ["EmbeddedPostgres", logging],
      path: "Tests/EmbeddedPostgresUser",
      swiftSettings: strict
    ),

    .executableTarget(
      name: "EmbedTextTool",
      path: "Plugins-docs/EmbedText/Tool",
      swiftSettings: strict
    ),
    .plugin(
      name: "EmbedText",
      capability: .buildTool(),
      dependencies: ["EmbedTextTool"],
      path: "Plugins-docs/EmbedText/Plugin"
    ),
  ],
  swiftLanguageModes: [.v6]
)

// A sanitizer looks at what handles memory and threads by itself; all the rest, down to an HTTP
// framework, would take many minutes to build for it.
if Context.environment["CRADLE_SANITIZER"] != nil {
  let watched = [
    "CPostgres", "PostgresClient", "PostgresClientTests", "DelimitedText", "DelimitedTextTests",
  ]
  package.targets.removeAll { !watched.contains($0.name) }
  package.products = []
}
