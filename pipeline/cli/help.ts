// What `./twinboot help` prints.

export const help = `twinboot: one kernel, real and virtual

  ./twinboot run     [filters]   rebase, build, boot, judge and report: the main job
  ./twinboot bench   [filters] [--ledger] [--where]
                                 what the kernels cost, counted in instructions; --ledger: after each patch
                                 too; --where: boot by phase, and the functions of a difference
  ./twinboot rebase  [filters]   every series onto every head, patch by patch; builds nothing
  ./twinboot build   [filters]   kernels and hypervisors, without booting any
  ./twinboot check   SERIES [--head HEAD] [--only LINE,...] [--quick]
                                 the readiness checklist: what upstream demands of a posting
  ./twinboot resolve SERIES --head HEAD [--continue | --abort]
                                 a conflict in a work tree, taken back as a kept resolution
  ./twinboot range-diff SERIES OLD [--head HEAD]
                                 two versions of a series (OLD: a folder, mbox or revision) on one base
  ./twinboot bisect  SERIES --platform P [--head NEW] [--from-head OLD] [--from-series OLD] [--metric WORKLOAD]
                                 the first patch, or the first commit between two heads (OLD: a head or a
                                 commit), that fails or, with --metric, costs more
  ./twinboot plan    [filters]   the pinned heads and the steps; runs nothing
  ./twinboot doctor              what this machine has and lacks, with the command that mends it
  ./twinboot judge   LOG         the verdict of a saved console, dmesg or KTAP log (-: standard input)
  ./twinboot diff    CELL CELL   two boots side by side: lines, facts, tests (CELL: [RUN/]HEAD/SERIES/PLATFORM)
  ./twinboot report  [RUN] --format md|json|junit|kcidb|ktap|mail|spdx
                                 a run's report again, on standard output
  ./twinboot report  [RUN] --format html|in-toto --output DIR
  ./twinboot sbom    [filters] [--output DIR]
                                 each kernel's own bill of materials (make sbom), where its tree has one
  ./twinboot verify-report [RUN] every verdict and table again from the evidence, and compared
  ./twinboot compare RUN RUN | [RUN] --head HEAD --against HEAD
                                 what is another between two runs or heads; --only CATEGORY,...
  ./twinboot publish [RUN]       check, issues and refreshed series on GitHub; --dry-run prints them;
                                 --night: into the history on the branch reports, too
  ./twinboot pack [RUN] --output DIR  |  merge DIR... [--history FOLDER]
                                 a run with its evidence for another machine; parts of a run as one;
                                 --history: after the nights that were published before
  ./twinboot import  FROM [--as NAME] [--base HEAD] [--replace]
                                 an mbox, patch, folder of patches or quilt folder as a series; a range
                                 of commits with --git REPOSITORY BASE..TIP; --replace: its next version
  ./twinboot export  SERIES --format mbox|format-patch|quilt|openembedded|suse [--output DIR]
                                 a series as git am, b4 and distributions take it
  ./twinboot submit  SERIES [--head HEAD] [--from "NAME <ADDRESS>"] [--run RUN,...] [--untested]
                     [--previous OLD] [--reroll N] [--output DIR]
                                 the dossier for upstream: the mails with their evidence, to whom and why;
                                 never sends, never signs
  ./twinboot trailers SERIES MBOX [--add all | --add N,...]
                                 the Reviewed-by, Acked-by and Tested-by of a saved thread: shown, and
                                 written where they are chosen
  ./twinboot gc [--keep N]       takes out of the store what the newest N runs (30) do not need
  ./twinboot shell   PLATFORM    an interactive guest on the newest kernel built here
  ./twinboot test                every test, those that build and boot included
  ./twinboot test --faults [NAME...] [--record]
                                 planted faults: each must get its verdict (--record: into the judge's corpus)

filters  --series NAME  --head NAME  --flavour NAME  --platform NAME   (a,b or repeated; all)
         --lane every-run|nightly   platforms by lane (nightly: all)
also     --fresh        boot again even where the store has the record
         --jobs N       boots at once (default: one for each CPU)
         --attempts N   boots of a cell that fails, in all (default: 3)
         --author "NAME <ADDRESS>"  --why TEXT  --expires DAY   of a resolution
         --dry-run      print the exact make and qemu lines, run nothing
         --json         print run.json and nothing else
         --quiet        print the matrix only        --verbose   print what every step says

exit     0 all passed   1 findings   2 wrong usage or description   3 infrastructure   130 interrupted
store    ~/.cache/twinboot, or TWINBOOT_STORE
`;
