internal import HTTPTypes
internal import TenantStore

/// One route as OpenAPI writes it.
struct OperationDocument {
  let route: Route

  func json(_ schemas: inout [String: JSONValue]) -> JSONValue {
    var members: [String: JSONValue] = [
      "operationId": .string(route.operation),
      "summary": .string(route.summary),
      "responses": responses(&schemas),
    ]
    if !route.tag.isEmpty { members["tags"] = [.string(route.tag)] }
    let parameters = route.parameters.map { json($0, &schemas) } + idempotencyParameter
    if !parameters.isEmpty { members["parameters"] = .array(parameters) }
    if case .json(let schema)? = route.body {
      members["requestBody"] = [
        "required": true,
        "content": ["application/json": ["schema": schema.document(&schemas)]],
      ]
    }
    if case .session = route.permission {
      members["security"] = [[:], ["session": []], ["cookie": []]]
    }
    return .object(members)
  }

  private func json(_ parameter: RouteParameter, _ schemas: inout [String: JSONValue])
    -> JSONValue
  {
    [
      "name": .string(parameter.name),
      "in": .string(parameter.place.rawValue),
      "description": .string(parameter.description),
      "required": .bool(parameter.isRequired),
      "schema": parameter.schema.document(&schemas),
    ]
  }

  private var idempotencyParameter: [JSONValue] {
    guard route.isWriting, route.idempotency != .natural else { return [] }
    return [
      [
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A new random key per intended change, and the same on a retry.",
        "required": .bool(route.idempotency == .required),
        "schema": ["type": "string", "minLength": 8, "maxLength": 255],
      ]
    ]
  }

  private func responses(_ schemas: inout [String: JSONValue]) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for response in route.responses {
      members["\(response.status.code)"] = json(response, &schemas)
    }
    let problem = Problem.schema.document(&schemas)
    for (status, refusals) in Dictionary(grouping: allRefusals, by: { ProblemStatus.of($0).code }) {
      let codes = refusals.map { "`\($0.code)`: \($0.meaning)" }
      members["\(status)"] = [
        "description": .string(codes.sorted().joined(separator: "\n\n")),
        "content": ["application/problem+json": ["schema": problem]],
      ]
    }
    return .object(members)
  }

  private func json(_ response: RouteResponse, _ schemas: inout [String: JSONValue]) -> JSONValue {
    var members: [String: JSONValue] = ["description": .string(response.description)]
    if let type = response.mediaType {
      let schema = response.schema?.document(&schemas)
      members["content"] = .object([type: .object(schema.map { ["schema": $0] } ?? [:])])
    }
    if response.isPaged {
      members["headers"] = [
        "Link": [
          "description":
            "RFC 8288; rel=\"next\" leads to the next page and is missing on the last.",
          "schema": ["type": "string"],
        ]
      ]
    }
    return .object(members)
  }

  /// What the route declares and what TenantWeb itself may answer it with.
  private var allRefusals: Set<RefusalDescription> {
    var codes: [WebRefusal.Code] = [.requestMalformed, .inputInvalid, .tooManyRequests, .notFound]
    var tenancy: [TenancyRefusal.Code] = [.busy, .databaseUnavailable]
    if route.isWriting {
      codes += [.crossSiteRequest, .formTokenWrong, .bodyTooLarge]
      tenancy.append(.outcomeUnknown)
      if route.body != nil { codes.append(.mediaTypeUnsupported) }
      if route.idempotency != .natural {
        tenancy += [.idempotencyKeyMissing, .idempotencyKeyInProgress, .idempotencyKeyReused]
      }
    }
    return Set(
      route.refusals + codes.map { RefusalDescription($0) }
        + tenancy.map { RefusalDescription($0) }
    )
  }
}
