// swift-tools-version: 6.2

import PackageDescription

/// The rooms of hublake, lowest first; `docs/architecture.md` says what each is for. Arrows only point downward.
let package = Package(
    name: "hublake",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "hublake", targets: ["hublake"]),
        .executable(name: "hubspot-simulator", targets: ["hubspot-simulator"]),
        .library(name: "Parquet", targets: ["Parquet"]),
        .library(name: "Avro", targets: ["Avro"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2")),
        .package(url: "https://github.com/apple/swift-crypto", .upToNextMinor(from: "4.5.2")),
        .package(url: "https://github.com/apple/swift-log", .upToNextMinor(from: "1.16.2")),
        .package(url: "https://github.com/apple/swift-nio", .upToNextMinor(from: "2.101.2")),
        .package(url: "https://github.com/apple/swift-nio-extras", .upToNextMinor(from: "1.35.2")),
        .package(url: "https://github.com/apple/swift-nio-ssl", .upToNextMinor(from: "2.37.6")),
        .package(url: "https://github.com/CoreOffice/XMLCoder", .upToNextMinor(from: "0.18.2")),
        .package(url: "https://github.com/groue/GRDB.swift", .upToNextMinor(from: "7.10.0")),
        .package(url: "https://github.com/hummingbird-project/hummingbird", .upToNextMinor(from: "2.28.1")),
        .package(url: "https://github.com/jpsim/Yams", .upToNextMinor(from: "6.2.2")),
        .package(url: "https://github.com/swift-server/async-http-client", .upToNextMinor(from: "1.37.0")),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", .upToNextMinor(from: "2.13.0")),
    ],
    targets: [
        .room("Foundations"),
        .room("CRM", ["Foundations"]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .byteRoom("Parquet", ["Foundations", "CZstd", "CZlib"]),
        .byteRoom("Avro", ["Foundations", "CZlib"]),
        .room(
            "HTTP",
            [
                "Foundations",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .byteRoom(
            "AWS",
            [
                "Foundations", "HTTP",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "XMLCoder", package: "XMLCoder"),
            ]),
        .room("ObjectStore", ["Foundations", "AWS", .product(name: "Crypto", package: "swift-crypto")]),
        .room(
            "Connect",
            [
                "Foundations", "HTTP", "AWS", "ObjectStore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .byteRoom("Lakehouse", ["Foundations", "Parquet", "Avro", "ObjectStore"]),
        .room("Tables", ["Foundations", "CRM", "Parquet", .product(name: "Crypto", package: "swift-crypto")]),
        .room("HubSpotAPI", ["Foundations", "CRM", "HTTP", .product(name: "Logging", package: "swift-log")]),
        .room(
            "Sync",
            [
                "Foundations", "CRM", "HubSpotAPI", "Tables", "Lakehouse", "ObjectStore", "Parquet",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .byteRoom(
            "Simulator",
            [
                "Foundations", "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .room(
            "App",
            [
                "Foundations", "HTTP", "AWS", "ObjectStore", "Connect", "HubSpotAPI", "Sync", "Lakehouse", "Tables",
                "Simulator",
                .product(name: "Yams", package: "Yams"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .room(
            "Commands",
            [
                "App", "AWS", "Foundations", "Connect", "Sync", "Lakehouse", "Tables",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "hublake",
            dependencies: ["Commands", .product(name: "Logging", package: "swift-log")],
            swiftSettings: .house),
        .executableTarget(
            name: "hubspot-simulator",
            dependencies: [
                "Simulator",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: .house),

        // What only tests need.
        .target(
            name: "TestSupport",
            dependencies: [
                "Foundations", "HTTP", "ObjectStore",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/TestSupport",
            swiftSettings: .house),
        .target(
            name: "AWSPeer",
            dependencies: [
                "Foundations", "HTTP",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/AWSPeer",
            swiftSettings: .house + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
        .executableTarget(
            name: "parquet-tool",
            dependencies: ["Foundations", "Parquet"],
            path: "Tests/Tools/parquet-tool",
            swiftSettings: .house),
        .executableTarget(
            name: "iceberg-tool",
            dependencies: ["Foundations", "Parquet", "ObjectStore", "Lakehouse"],
            path: "Tests/Tools/iceberg-tool",
            swiftSettings: .house),
        .executableTarget(
            name: "s3-tool",
            dependencies: ["Foundations", "HTTP", "AWS"],
            path: "Tests/Tools/s3-tool",
            swiftSettings: .house),
        .executableTarget(
            name: "aws-tool",
            dependencies: ["Foundations", "HTTP", "AWS"],
            path: "Tests/Tools/aws-tool",
            swiftSettings: .house),

        .tests("Foundations", ["Foundations"]),
        .tests("Parquet", ["Parquet"]),
        .tests("Avro", ["Avro"]),
        .tests("HTTP", ["HTTP", "Foundations"]),
        .tests("AWS", ["AWS", "HTTP", "Foundations"], resources: [.copy("sigv4-test-suite")]),
        .tests("AWSPeer", ["AWSPeer", "Connect", "AWS", "HTTP", "Foundations"]),
        .tests("ObjectStore", ["ObjectStore", "AWS", "HTTP", "Foundations"]),
        .tests("Connect", ["Connect", "AWS", "ObjectStore", "HTTP", "Foundations"]),
        .tests("Lakehouse", ["Lakehouse", "ObjectStore", "Parquet", "Avro", "Foundations"]),
        .tests("Tables", ["Tables", "CRM", "Parquet", "Foundations"]),
        .tests("HubSpotAPI", ["HubSpotAPI", "CRM", "HTTP", "Foundations"]),
        .tests("Sync", ["Sync", "HubSpotAPI", "Tables", "Lakehouse", "ObjectStore", "CRM", "Foundations", "HTTP"]),
        .tests("Commands", ["Commands", "App", "AWS", "HTTP", "Sync", "Tables", "Parquet", "Foundations"]),
        .tests(
            "Simulator", ["Simulator", "Foundations", .product(name: "HummingbirdTesting", package: "hummingbird")]),
    ],
    swiftLanguageModes: [.v6]
)

extension Array where Element == SwiftSetting {
    /// Every target of ours: imports are internal unless said otherwise, and a warning is an error.
    static var house: [SwiftSetting] {
        [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .treatAllWarnings(as: .error),
        ]
    }
}

extension Target {
    static func room(_ name: String, _ dependencies: [Dependency] = []) -> Target {
        .target(name: name, dependencies: dependencies, swiftSettings: .house)
    }

    /// Byte loops are ten times slower unoptimised, so these rooms are optimised in debug builds too.
    static func byteRoom(_ name: String, _ dependencies: [Dependency]) -> Target {
        .target(
            name: name, dependencies: dependencies,
            swiftSettings: .house + [.unsafeFlags(["-O"], .when(configuration: .debug))])
    }

    static func tests(_ room: String, _ dependencies: [Dependency], resources: [Resource] = []) -> Target {
        .testTarget(
            name: "\(room)Tests", dependencies: dependencies + ["TestSupport"], resources: resources,
            swiftSettings: .house)
    }
}
