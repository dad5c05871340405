//! Stand-in for the boundary types of the app, until the app itself is merged here.
