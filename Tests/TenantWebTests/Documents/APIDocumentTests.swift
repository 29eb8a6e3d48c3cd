import Foundation
import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("The API document", .tenantDatabase([Probe.module]))
struct APIDocumentTests {
  @Test func `it holds the API routes of the enabled modules and no page`() async throws {
    let server = try await ProbeServer()
    let document = try await server.ask(.get, "/api/openapi.json").json
    guard case .object(let paths)? = document["paths"] else {
      Issue.record("no paths")
      return
    }
    #expect(
      paths.keys.sorted() == [
        "/api/openapi.json", "/api/v1/fault", "/api/v1/items/{slug}", "/api/v1/notes",
        "/api/v1/own", "/api/v1/refuse",
      ]
    )
    #expect(document["openapi"] == "3.1.0")
    let post = paths["/api/v1/notes"]?["post"]
    #expect(post?["responses"]?["201"] != nil && post?["responses"]?["409"] != nil)
    let key = post?["parameters"]?.elements.first
    #expect(key?["name"] == "Idempotency-Key" && key?["required"] == true)
    #expect(document["components"]?["schemas"]?["Note"]?["required"] == ["text"])
    #expect(
      document["components"]?["schemas"]?["Note"]?["properties"]?["stars"]?["type"]
        == ["integer", "null"]
    )
  }

  @Test func `below a tenant's name it says so`() async throws {
    let server = try await ProbeServer()
    let prefix = "/t/\(server.mine.snapshot.slug)"
    let document = try await server.ask(.get, "\(prefix)/api/openapi.json", host: "localhost").json
    #expect(document["servers"] == [["url": .string(prefix)]])
  }

  @Test(.enabled(if: OpenAPIValidator.isInstalled, "openapi-spec-validator is not installed"))
  func `a stranger's validator accepts it`() async throws {
    let server = try await ProbeServer()
    let document = try await server.ask(.get, "/api/openapi.json").body
    #expect(try OpenAPIValidator.complaint(about: document) == nil)
    #expect(try OpenAPIValidator.complaint(about: Array(#"{"openapi":"3.1.0"}"#.utf8)) != nil)
  }
}

/// The Python package openapi-spec-validator, where the machine has it.
enum OpenAPIValidator {
  static let isInstalled = (try? run(["-c", "import openapi_spec_validator"]))?.status == 0

  /// What the validator says of a document that it does not accept.
  static func complaint(about document: [UInt8]) throws -> String? {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "openapi-\(UUID().uuidString).json")
    try Data(document).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try run(["-m", "openapi_spec_validator", file.path])
    return outcome.status == 0 ? nil : outcome.output
  }

  private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }
}
