"""Makes what is installed on urnas: a closed tree, its manifest, two signatures. It must not run on an urna."""
