/// Cancels work that takes too long.
enum Deadline {
  /// Runs work and cancels it when the time is over.
  ///
  /// - Throws: What the work throws; a refusal when it was cancelled for its time.
  static func run<Value: Sendable>(
    within limit: Duration,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      guard case .some(.some(let value)) = try await group.next() else {
        throw WebRefusal(.deadlineExceeded)
      }
      return value
    }
  }
}
