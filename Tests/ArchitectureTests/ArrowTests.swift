import Testing

@Suite("Arrows between targets")
struct ArrowTests {
  /// What each target may import besides Foundation and its parts.
  static let allowed: [String: Set<String>] = [
    "PostgresClient": ["CPostgres", "Logging"],
    "EmbeddedPostgres": ["Logging"],
    "DelimitedText": [],
    "TenantStore": ["PostgresClient", "Logging", "Crypto", "CryptoExtras"],
    "TenantStoreTesting": [
      "TenantStore", "PostgresClient", "EmbeddedPostgres", "Logging", "Testing",
    ],
    "OutboundHTTPClient": ["TenantStore", "AsyncHTTPClient", "NIOCore", "NIOHTTP1"],
    "Storefront": ["TenantStore", "DelimitedText", "CZlib", "Logging", "Crypto", "CryptoExtras"],
    "Membership": ["TenantStore", "DelimitedText", "Crypto"],
    "Recommend": ["TenantStore", "DelimitedText"],
    "RecommendEvaluation": ["Recommend", "DelimitedText", "CZlib", "ArgumentParser"],
    "SmartService": ["TenantStore", "DelimitedText", "CZlib", "Crypto"],
    "Flows": ["Storefront", "Membership", "Recommend", "SmartService", "TenantStore"],
    "TenantWeb": [
      "TenantStore", "Hummingbird", "HTTPTypes", "NIOCore", "Logging", "Metrics",
      "Crypto",
    ],
    "StorefrontWeb": ["Storefront", "TenantStore", "TenantWeb", "HTTPTypes"],
    "MembershipWeb": ["Membership", "TenantStore", "TenantWeb", "HTTPTypes"],
    "RecommendWeb": ["Recommend", "TenantStore", "TenantWeb", "HTTPTypes"],
    "SmartServiceWeb": ["SmartService", "TenantStore", "TenantWeb", "HTTPTypes"],
    "DatabaseBootstrap": ["TenantStore", "EmbeddedPostgres", "Logging"],
    "Gateway": [
      "Flows", "StorefrontWeb", "MembershipWeb", "Storefront", "Membership", "Recommend",
      "RecommendWeb", "SmartService", "SmartServiceWeb",
      "TenantWeb",
      "TenantStore", "OutboundHTTPClient", "DatabaseBootstrap", "EmbeddedPostgres", "Hummingbird",
      "NIOCore", "ServiceLifecycle",
      "UnixSignals", "Logging",
      "Metrics",
      "ArgumentParser",
    ],
    "TenantAdmin": [
      "Flows", "Membership", "Recommend", "SmartService", "Storefront", "TenantStore",
      "OutboundHTTPClient", "DatabaseBootstrap", "EmbeddedPostgres",
      "DelimitedText", "ArgumentParser", "Yams", "Logging",
    ],
    "GatewayCommand": ["Gateway"],
    "TenantAdminCommand": ["TenantAdmin"],
    "RecommendEvaluationCommand": ["RecommendEvaluation"],
  ]

  static let free: Set<String> = [
    "Foundation", "FoundationEssentials", "FoundationXML", "FoundationNetworking",
    "Synchronization",
    "Glibc", "Dispatch",
  ]

  @Test func `every file imports only what its target may`() throws {
    var broken: [String] = []
    for path in Repository.files(below: "Sources", ending: ".swift") {
      let target = String(path.split(separator: "/")[1])
      let allowed = try #require(Self.allowed[target], "\(target) has no arrows in this test")
      let undeclared = try Repository.imports(of: path).subtracting(allowed).subtracting(Self.free)
      broken += undeclared.sorted().map { "\(path) imports \($0)" }
    }
    #expect(broken.isEmpty)
  }

  @Test func `the package declares no arrow that this test does not know`() throws {
    let manifest = try Repository.text("Package.swift")
    let declared = manifest.matches(of: /name: "(\w+)",\n\s+dependencies: \[([^\]]*)\]/)
    #expect(declared.count > 8)
    for match in declared where Self.allowed[String(match.1)] != nil {
      let dependencies = match.2.matches(of: /"(\w+)"/).map { String($0.1) }
      let allowed = Self.allowed[String(match.1)] ?? []
      #expect(Set(dependencies).isSubset(of: allowed), "\(match.1)")
    }
  }

  @Test func `only the client knows libpq, and only the web knows HTTP`() throws {
    for path in Repository.files(below: "Sources", ending: ".swift") {
      let imports = try Repository.imports(of: path)
      #expect(
        !imports.contains("CPostgres") || path.hasPrefix("Sources/PostgresClient/"),
        "\(path)"
      )
      let isWeb = path.contains("Web/") || path.hasPrefix("Sources/Gateway/")
      #expect(!imports.contains("Hummingbird") || isWeb, "\(path)")
      let isClient = path.hasPrefix("Sources/OutboundHTTPClient/")
      #expect(!imports.contains("AsyncHTTPClient") || isClient, "\(path)")
    }
  }

  @Test func `nobody re-exports a module or tests past its access`() throws {
    for path in Repository.files(below: "Sources", ending: ".swift")
      + Repository.files(below: "Tests", ending: ".swift")
    where !path.hasPrefix("Tests/ArchitectureTests/") {
      let text = try Repository.text(path)
      #expect(!text.contains("@_exported") && !text.contains("@testable"), "\(path)")
    }
  }
}
