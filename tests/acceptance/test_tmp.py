import time
from tests.support import office


def test_it(ctx):
    t = time.perf_counter()
    n = office.examining(ctx)
    print(n, time.perf_counter() - t)
    t = time.perf_counter()
    office.work(ctx)
    print("work", time.perf_counter() - t)
    c = office.case(ctx, n)
    print(c.step, c.papers, [x.subject for x in office.letters(ctx)])
    t = time.perf_counter()
    office.act(ctx, n, office.EXAMINER, "examine", result="ok")
    office.act(ctx, n, office.EXAMINER, "inspect", result="passed")
    office.act(ctx, n, office.EXAMINER, "draft")
    office.act(ctx, n, office.CHIEF, "approve")
    office.act(ctx, n, office.MANAGER, "approve")
    office.act(ctx, n, office.HEAD, "decide")
    print("acts", time.perf_counter() - t)
    t = time.perf_counter()
    office.work(ctx)
    print("work", time.perf_counter() - t)
    c = office.case(ctx, n)
    print(c.step, c.end, c.papers, [x.subject for x in office.letters(ctx)])
