public import TenantStore

/// How large a picture stands on a page, as the renditions that screens of one to three points for a
/// pixel need.
public enum PictureStand: Sendable {
  /// Beside a line or a name.
  case small
  /// In a grid.
  case medium
  /// Alone, over a column or the whole window.
  case large

  var widths: [Int] {
    switch self {
    case .small: [160, 320]
    case .medium: [320, 640]
    case .large: [640, 1_280]
    }
  }
}

extension TenantRequest {
  /// The address of a picture as it was given.
  public func url(of media: MediaID) -> String { place.prefix + "/media/\(media)" }

  /// Where a picture is, for an `img`: `src`, the `whole`, its `thumb`, and `srcset` where there are
  /// renditions of it.
  ///
  /// The template says beside `srcset` how wide the picture stands, in `sizes`.
  /// - Parameters:
  ///   - media: The picture.
  ///   - stand: How large it stands.
  /// - Returns: The addresses as a template writes them.
  public func pictureView(of media: MediaID, _ stand: PictureStand) -> View {
    let whole = url(of: media)
    guard pages.offersRenditions else { return ["src": whole, "whole": whole, "thumb": whole] }
    return [
      "src": "\(whole)/\(stand.widths[0])", "whole": whole, "thumb": "\(whole)/160",
      "srcset": stand.widths.map { "\(whole)/\($0) \($0)w" }.joined(separator: ", "),
    ]
  }
}
