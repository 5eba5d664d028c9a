//! store-file
