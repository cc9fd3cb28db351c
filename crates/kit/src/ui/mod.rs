//! The look: page shell and components. Markup only; every component is a function from values to [`maud::Markup`].
