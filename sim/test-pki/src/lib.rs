//! test-pki
