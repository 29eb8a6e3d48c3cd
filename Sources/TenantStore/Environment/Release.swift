/// Which release of the toolkit this is.
public enum Release {
  /// The version after Semantic Versioning.
  public static let version = "0.2.0"
}
