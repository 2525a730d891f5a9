/// What people read: tables, gates and a chart, written into a page of the documentation.
@NullMarked
package dev.imagemirror.bench.report;

import org.jspecify.annotations.NullMarked;
