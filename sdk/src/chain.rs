//! Row 3. JSON-RPC, transports.
