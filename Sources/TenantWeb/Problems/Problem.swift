internal import HTTPTypes
internal import TenantStore

/// What went wrong, as RFC 9457 tells it; a fault tells nothing but the request's id.
struct Problem: Sendable {
  let status: HTTPResponse.Status
  let code: String
  let title: String
  let detail: String
  let details: [String: JSONValue]
  let fields: [FieldProblem]

  init(_ error: any Error) {
    if let refusal = error as? any Refusal {
      self.init(of: refusal)
    } else if error is CancellationError {
      // Work that was called off, by the deadline or by the end of its connection, is no fault.
      self.init(of: WebRefusal(.deadlineExceeded))
    } else {
      self.init(fault: ())
    }
  }

  private init(fault: Void) {
    status = .internalServerError
    code = "web.internal_error"
    title = "Something went wrong on our side."
    detail = "Tell the operator the request_id."
    details = [:]
    fields = []
  }

  private init(of refusal: some Refusal) {
    let description = RefusalDescription(refusal.code)
    status = ProblemStatus.of(description)
    code = description.code
    title = description.meaning
    detail = description.remedy
    details = refusal.details
    fields = (refusal as? WebRefusal)?.fields ?? []
  }

  func json(requestID: String) -> JSONValue {
    var members: [String: JSONValue] = [
      "type": .string("urn:problem:\(code)"),
      "title": .string(title),
      "status": .integer(Int64(status.code)),
      "detail": .string(detail),
      "code": .string(code),
      "request_id": .string(requestID),
    ]
    if !details.isEmpty { members["details"] = .object(details) }
    if !fields.isEmpty { members["errors"] = .array(fields.map(Self.json)) }
    return .object(members)
  }

  private static func json(_ field: FieldProblem) -> JSONValue {
    let place =
      switch field.place {
      case .pointer: "pointer"
      case .parameter: "parameter"
      case .field: "field"
      }
    return [place: .string(field.name), "message": .string(field.message)]
  }

  /// A problem's shape, for the API document.
  static let schema: Schema = .named(
    "Problem",
    .object([
      .required("type", .string().described("A URN that ends with the code.")),
      .required("title", .string().described("What happened.")),
      .required("status", .integer(400...599)),
      .required("detail", .string().described("What the client can do.")),
      .required("code", .string().described("The stable code.").example("web.input_invalid")),
      .required("request_id", .string().described("What the operator finds the request by.")),
      .optional("details", .anything.described("Values that explain it.")),
      .optional(
        "errors",
        .array(
          .object([
            .optional("pointer", .string().described("JSON pointer into the body.")),
            .optional("parameter", .string().described("Name of a parameter.")),
            .optional("field", .string().described("Name of a field of a form.")),
            .required("message", .string()),
          ])
        )
      ),
    ])
  )
}
