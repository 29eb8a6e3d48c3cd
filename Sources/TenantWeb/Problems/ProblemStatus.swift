internal import HTTPTypes
internal import TenantStore

/// The one place where a refusal becomes an HTTP status.
enum ProblemStatus {
  static func of(_ refusal: RefusalDescription) -> HTTPResponse.Status {
    switch refusal.code {
    case WebRefusal.Code.methodNotAllowed.rawValue: .methodNotAllowed
    case WebRefusal.Code.mediaTypeUnsupported.rawValue: .unsupportedMediaType
    default: status(of: refusal.kind)
    }
  }

  private static func status(of kind: RefusalKind) -> HTTPResponse.Status {
    switch kind {
    case .malformed: .badRequest
    case .invalid: .unprocessableContent
    case .unauthenticated: .unauthorized
    case .forbidden: .forbidden
    case .notFound: .notFound
    case .conflict: .conflict
    case .tooLarge: .contentTooLarge
    case .tooMany: .tooManyRequests
    case .unavailable: .serviceUnavailable
    }
  }
}
