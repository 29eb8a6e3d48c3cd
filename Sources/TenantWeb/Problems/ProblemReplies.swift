internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import TenantStore

/// Turns whatever was thrown into an answer, and logs what is nobody's business outside.
struct ProblemReplies: Sendable {
  private let page: ProblemPage
  private let logger: Logger

  init(pages: PageLibrary, logger: Logger) throws(WebSetupError) {
    page = ProblemPage(pages: pages)
    self.logger = logger
  }

  func reply(to error: any Error, _ arrival: Arrival, _ trace: RequestTrace) -> Reply {
    let problem = Problem(error)
    if problem.status == .internalServerError { log(error, arrival, trace) }
    var reply = body(problem, arrival, trace)
    reply.status = problem.status
    reply.caching = .personal
    if problem.status == .methodNotAllowed {
      reply.headers[.allow] = trace.allowed.joined(separator: ", ")
    }
    reply.headers[.retryAfter] = retryAfter(problem)
    return reply
  }

  private func body(_ problem: Problem, _ arrival: Arrival, _ trace: RequestTrace) -> Reply {
    if arrival.prefersHTML,
      let html = page.html(problem, requestID: arrival.id, trace: trace, headers: arrival.headers)
    {
      return .html(html, status: problem.status)
    }
    return Reply(
      headers: [.contentType: "application/problem+json"],
      body: problem.json(requestID: arrival.id).canonicalBytes
    )
  }

  private func retryAfter(_ problem: Problem) -> String? {
    if case .integer(let seconds)? = problem.details["retry_after"] { return "\(seconds)" }
    let isInProgress = problem.code == TenancyRefusal.Code.idempotencyKeyInProgress.rawValue
    return problem.status == .serviceUnavailable || isInProgress ? "1" : nil
  }

  private func log(_ error: any Error, _ arrival: Arrival, _ trace: RequestTrace) {
    logger.error(
      "request failed",
      metadata: [
        "request_id": "\(arrival.id)",
        "tenant": "\(trace.tenant?.slug ?? "-")",
        "route": "\(trace.template)",
        "error": "\(String(reflecting: error))",
      ]
    )
  }
}
