internal import Foundation
public import TenantStore

extension TenantQuerying {
  /// Themes, those that are open first, the latest of each first; at most 100.
  public func feedbackThemes() async throws -> [FeedbackTheme] {
    try await all(
      """
      SELECT id, title, source, note, answered_in, opened_at, answered_at FROM membership.feedback_theme
      WHERE tenant_id = \(tenant)
      ORDER BY answered_at IS NOT NULL, opened_at DESC, id DESC LIMIT 100
      """
    )
  }
}

extension TenantTransaction {
  /// Opens a theme.
  func insertFeedbackTheme(_ id: FeedbackThemeID, _ title: String, _ source: String, _ note: String)
    async throws
  {
    try await execute(
      """
      INSERT INTO membership.feedback_theme (tenant_id, id, title, source, note, opened_at)
      VALUES (\(tenant), \(id), \(title), \(source), \(note), \(environment.now()))
      """
    )
  }

  /// Ties a theme to a release; false where there is none.
  func answerFeedbackTheme(_ id: FeedbackThemeID, _ release: String) async throws -> Bool {
    try await execute(
      """
      UPDATE membership.feedback_theme
      SET answered_in = \(release), answered_at = coalesce(answered_at, \(environment.now()))
      WHERE tenant_id = \(tenant) AND id = \(id)
      """
    ) == 1
  }
}
