internal import HTTPTypes
internal import TenantStore

/// The OpenAPI 3.1 document of each tenant: the API routes of the modules that it has enabled.
struct APIDocuments: Sendable {
  let modules: [WebModule]

  var route: Route {
    Route.read(
      "/api/openapi.json",
      operation: "getAPIDocument",
      summary: "This document",
      tag: "API",
      responses: [.json(.anything, "The OpenAPI 3.1 document of this shop.")]
    ) { request in
      let enabled = modules.filter { request.tenant.isEnabled(module: $0.name) }
      let routes = enabled.flatMap(\.routes).filter(\.isAPI) + [request.route]
      return .json(document(of: routes, for: request))
    }
  }

  private func document(of routes: [Route], for request: TenantRequest) -> JSONValue {
    var schemas: [String: JSONValue] = [:]
    var paths: [String: JSONValue] = [:]
    for route in routes {
      var operations: [String: JSONValue] = [:]
      if case .object(let known)? = paths[route.path] { operations = known }
      operations[route.method.rawValue.lowercased()] = OperationDocument(route: route)
        .json(&schemas)
      paths[route.path] = .object(operations)
    }
    let title = request.tenant.name.text(in: request.locales)
    let prefix = request.url("/").prefix { $0 != "?" }
    return [
      "openapi": "3.1.0",
      "info": ["title": .string(title.isEmpty ? request.tenant.slug : title), "version": "1.0.0"],
      "servers": [["url": .string(prefix == "/" ? "/" : String(prefix.dropLast()))]],
      "tags": .array(
        Set(routes.map(\.tag)).subtracting([""]).sorted().map { ["name": .string($0)] }
      ),
      "paths": .object(paths),
      "components": [
        "schemas": .object(schemas),
        "securitySchemes": [
          "session": ["type": "http", "scheme": "bearer"],
          "cookie": ["type": "apiKey", "in": "cookie", "name": "__Host-session"],
        ],
      ],
    ]
  }
}
