import DatabaseBootstrap
import Foundation
import Gateway
import Storefront
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("What the gateway serves", .tenantDatabase(GatewayModule.all.map(\.tenant)))
struct CompositionTests {
  private func register(_ document: TenantDocument) async throws {
    let database = try #require(TestDatabase.current).database
    _ = try await database.register(document)
  }

  @Test func `a module that a tenant has not enabled answers with a plain 404`() async throws {
    try await register(.shop("bare", modules: [:]))
    try await register(.shop("full", modules: ["storefront": TenantDocument.storefront]))

    try await RunningGateway.onSuiteDatabase { gateway in
      let bare = try await gateway.get("/api/v1/products", host: "bare.localhost")
      let full = try await gateway.get("/api/v1/products", host: "full.localhost")
      let nobody = try await gateway.get("/api/v1/products", host: "nobody.localhost")
      let page = try await gateway.get("/", host: "bare.localhost", accept: "text/html")

      #expect(bare.status == 404)
      #expect(bare.json?["code"] == "tenancy.module_not_enabled")
      #expect(full.status == 200)
      #expect(full.json?["items"] == [])
      #expect(nobody.status == 404)
      #expect(nobody.json?["code"] == "tenancy.host_unknown")
      #expect(page.status == 404)
    }
  }

  @Test func `a family's pages stand in the shop's frame, and in a plain one without a shop`()
    async throws
  {
    let shop = ["storefront": TenantDocument.storefront, "membership": [:]] as [String: JSONValue]
    try await register(.shop("both", modules: shop))
    try await register(.shop("alone", modules: ["membership": [:]]))
    try await register(.shop("without", modules: ["storefront": TenantDocument.storefront]))

    try await RunningGateway.onSuiteDatabase { gateway in
      let path = "/family/sign-in"
      let both = try await gateway.get(path, host: "both.localhost", accept: "text/html")
      let alone = try await gateway.get(path, host: "alone.localhost", accept: "text/html")
      let without = try await gateway.get(path, host: "without.localhost", accept: "text/html")
      let home = try await gateway.get("/", host: "both.localhost", accept: "text/html")
      let other = try await gateway.get("/", host: "without.localhost", accept: "text/html")

      #expect(both.status == 200 && both.body.contains("class=\"site-footer\""))
      #expect(both.body.contains("name=\"phone\"") && both.body.contains("/assets/family."))
      #expect(alone.status == 200 && !alone.body.contains("class=\"site-footer\""))
      #expect(alone.body.contains("name=\"phone\"") && alone.body.contains("/assets/base."))
      #expect(without.status == 404)
      #expect(home.body.contains("href=\"/family\""))
      #expect(!other.body.contains("href=\"/family\""))
    }
  }

  @Test func `a changed setting is served without a restart`() async throws {
    let settings = ["storefront": TenantDocument.storefront]
    try await register(.shop("change", name: "旧名", modules: settings))

    try await RunningGateway.onSuiteDatabase { gateway in
      let before = try await gateway.get("/", host: "change.localhost", accept: "text/html")
      try await register(.shop("change", name: "新名", modules: settings))
      // Asking whether the process is ready makes it read the registry, which it else does
      // each second.
      let ready = try await gateway.get("/ready")
      let after = try await gateway.get("/", host: "change.localhost", accept: "text/html")

      #expect(before.status == 200 && before.body.contains("旧名"))
      #expect(ready.status == 200)
      #expect(after.body.contains("新名") && !after.body.contains("旧名"))
    }
  }

  @Test func `a database without the schema is not served`() async throws {
    try await TestDatabase.withNew { empty in
      let owner = try await empty.connectionString(role: DatabaseRoles.admin)
      let location = try DatabaseLocation(database: owner, environment: [:])

      let failure = await #expect(throws: GatewayFailure.self) {
        try await RunningGateway.serving(location) { _ in }
      }

      #expect(failure?.status == 69)
      #expect(failure?.description.contains("tenant-admin db migrate") == true)
    }
  }

  @Test func `a port that is taken is named`() async throws {
    try await RunningGateway.onSuiteDatabase { gateway in
      let database = try #require(TestDatabase.current)
      let owner = try await database.connectionString(role: DatabaseRoles.admin)
      var configuration = GatewayConfiguration(
        location: try DatabaseLocation(database: owner, environment: [:])
      )
      configuration.port = gateway.port
      let second = GatewayProcess(configuration, logger: .quiet, announce: { _ in })

      let failure = await #expect(throws: GatewayFailure.self) {
        try await second.run(endingOn: [])
      }

      #expect(failure?.description.contains("--port") == true)
      #expect(failure?.description.contains("\(gateway.port)") == true)
    }
  }
}

@Suite("The gateway's options")
struct GatewayOptionsTests {
  @Test func `flags win over the environment, which wins over the defaults`() throws {
    let environment = ["CRADLE_PORT": "9000", "CRADLE_HOST": "::", "CRADLE_TRUST_PROXY": "1"]

    let plain = try GatewayTool.configuration([], environment: [:])
    let named = try GatewayTool.configuration([], environment: environment)
    let flagged = try GatewayTool.configuration(["--port", "9001"], environment: environment)

    #expect(plain.port == 8080 && plain.host == "127.0.0.1" && !plain.web.trustsProxy)
    #expect(named.port == 9000 && named.host == "::" && named.web.trustsProxy)
    #expect(flagged.port == 9001)
  }

  @Test func `the chat reads the models that the command installs`() throws {
    let named = try GatewayTool.configuration([], environment: ["CRADLE_MODELS": "/somewhere"])
    let beside = try GatewayTool.configuration(["--data", "/data"], environment: [:])
    #expect(named.models?.path() == "/somewhere/")
    #expect(beside.models?.path() == "/data/models/")
  }

  @Test func `a rate limit of 0 sets no limits`() throws {
    let off = try GatewayTool.configuration(["--rate-limit", "0"], environment: [:])
    let some = try GatewayTool.configuration([], environment: ["CRADLE_RATE_LIMIT": "7"])

    #expect(off.web.rateLimits.perAddress == nil && off.web.rateLimits.perSession == nil)
    #expect(some.web.rateLimits.perAddress?.perSecond == 7)
  }

  @Test func `jobs run here unless the operator says otherwise`() throws {
    let plain = try GatewayTool.configuration([], environment: [:])
    let named = try GatewayTool.configuration(
      ["--job-concurrency", "3"],
      environment: ["CRADLE_JOBS": "only"]
    )

    #expect(plain.jobs == .on && plain.jobConcurrency == 8)
    #expect(named.jobs == .only && named.jobConcurrency == 3)
  }

  @Test func `a key for sign-in codes that is too short is refused, and none is no mistake`() throws
  {
    #expect(throws: (any Error).self) {
      try GatewayTool.configuration([], environment: ["CRADLE_SIGN_IN_KEY": "fifteen letters"])
    }
    _ = try GatewayTool.configuration([], environment: ["CRADLE_SIGN_IN_KEY": ""])
    _ = try GatewayTool.configuration([], environment: ["CRADLE_SIGN_IN_KEY": "sixteen letters!"])
  }

  @Test(arguments: [
    ["--jobs", "never"], ["--job-concurrency", "0"], ["--port", "70000"], ["--log-level", "loud"],
    ["--rate-limit", "-1"], ["--prt", "1"],
    ["--database", "host=a", "--data", "/b"],
  ])
  func `a wrong option is refused`(_ arguments: [String]) {
    #expect(throws: (any Error).self) {
      try GatewayTool.configuration(arguments, environment: [:])
    }
  }
}
