internal import Foundation
internal import TenantStore

extension JobKind {
  /// How long a picture is kept after its talk is over, or lies still: many are never resolved.
  private static let kept: TimeInterval = 30 * 86_400

  /// Deletes pictures of children that nobody needs any more.
  static let forgetPictures = Self(name: "service.forget_pictures") { context in
    try await context.transaction { transaction in
      _ = try await transaction.deletePictures(
        quietSince: transaction.environment.now().addingTimeInterval(-kept)
      )
    }
  }
}
