from tests.wall.mutants import *
import time
def test_m(matrix):
    t=time.time(); n=0; alive=[]
    for m in mutants():
        n+=1
        if first_sign(matrix, m) is None: alive.append(m.name)
    open("/tmp/wall_mut.txt","w").write(f"{n} mutants, {time.time()-t:.0f} s, alive {len(alive)}\n"+"\n".join(alive)+"\n")
