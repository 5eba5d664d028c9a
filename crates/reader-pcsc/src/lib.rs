//! reader-pcsc
