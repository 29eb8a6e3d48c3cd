internal import PostgresClient

/// How a transaction ended that was asked to commit.
enum TransactionEnd {
  /// A COMMIT of a transaction that has failed rolls it back, and the server calls that a success.
  static func isRolledBack(_ answers: [Rows]) -> Bool { answers.last?.commandTag != "COMMIT" }

  /// - Throws: ``TenantStoreError/refusalIgnored`` when nothing was kept.
  static func check(_ answers: [Rows]) throws(TenantStoreError) {
    guard !isRolledBack(answers) else { throw .refusalIgnored }
  }
}
